lint --fail-on note
