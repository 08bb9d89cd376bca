/* arena.c: growth, alignment, zeroes, the limit. */
#include "../../runtime/arena.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

struct trap { jmp_buf out; unsigned calls; };

static void trap_spring(void *ctx)
{
    struct trap *t = ctx;
    t->calls++;
    longjmp(t->out, 1);
}

static bool all_zero(const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i])
            return false;
    return true;
}

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0, NULL, NULL);
    for (size_t size = 0; size < 9000; size += 37) {
        unsigned char *p = arena_alloc(&a, size);
        assert_int_equal((uintptr_t)p % 16, 0);
        assert_true(all_zero(p, size));
        memset(p, 0xff, size);
    }
    arena_free(&a);
}

static void large_block_leaves_small_chunk_in_use(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0, NULL, NULL);
    char *before = arena_alloc(&a, 16);
    char *large = arena_alloc(&a, 10 << 20);
    char *after = arena_alloc(&a, 16);
    memset(large, 1, 10 << 20);
    assert_ptr_equal(after, before + 16);
    arena_free(&a);
}

static void push_keeps_elements_in_order(void **state)
{
    (void)state;
    struct arena a;
    uint32_t *p = NULL, n = 0, cap = 0;
    arena_init(&a, 0, NULL, NULL);
    for (uint32_t i = 0; i < 100000; i++) {
        ARENA_PUSH(&a, p, n, cap, i * 7);
        if (i % 1000 == 0)
            arena_alloc(&a, 40);
    }
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(p[i], i * 7);
    assert_int_equal(n, 100000);
    arena_free(&a);
}

static void growth_of_newest_block_stays_in_place(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0, NULL, NULL);
    char *p = arena_alloc(&a, 32);
    memset(p, 'x', 32);
    char *q = arena_grow(&a, p, 32, 320, 1);
    assert_ptr_equal(p, q);
    assert_memory_equal(q, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 32);
    assert_true(all_zero((unsigned char *)q + 32, 288));
    arena_free(&a);
}

static void growth_of_older_block_copies(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0, NULL, NULL);
    char *p = arena_alloc(&a, 16);
    char *next = arena_alloc(&a, 16);
    strcpy(p, "kept");
    strcpy(next, "next");
    char *q = arena_grow(&a, p, 16, 64, 1);
    assert_ptr_not_equal(p, q);
    assert_string_equal(q, "kept");
    assert_string_equal(next, "next");
    assert_true(all_zero((unsigned char *)q + 16, 48));
    arena_free(&a);
}

static void limit_calls_oom(void **state)
{
    (void)state;
    struct arena a;
    struct trap t = { .calls = 0 };
    arena_init(&a, 10000, trap_spring, &t);
    if (!setjmp(t.out))
        for (;;)
            arena_alloc(&a, 100);
    assert_int_equal(t.calls, 1);
    assert_true(a.used <= 10000);
    assert_true(a.used > 9000);
    arena_free(&a);
}

static void overflowing_array_calls_oom(void **state)
{
    (void)state;
    struct arena a;
    struct trap t = { .calls = 0 };
    arena_init(&a, 0, trap_spring, &t);
    if (!setjmp(t.out))
        arena_grow(&a, NULL, 0, SIZE_MAX / 2, 4);
    assert_int_equal(t.calls, 1);
    if (!setjmp(t.out))
        arena_alloc(&a, SIZE_MAX);
    assert_int_equal(t.calls, 2);
    arena_free(&a);
}

static void free_empties(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 4096 * 2, NULL, NULL);
    arena_alloc(&a, 4096);
    arena_free(&a);
    assert_int_equal(a.used, 0);
    memset(arena_alloc(&a, 4096), 1, 4096);
    arena_free(&a);
}

/* A source that counts what it gave and got back. */
struct counted { unsigned taken, live; };

static void *counted_take(void *ctx, size_t size)
{
    struct counted *c = ctx;
    c->taken++;
    c->live++;
    return malloc(size);
}

static void counted_give(void *ctx, void *p)
{
    struct counted *c = ctx;
    c->live--;
    free(p);
}

static void clear_keeps_one_chunk(void **state)
{
    (void)state;
    struct counted c = { 0, 0 };
    struct arena_source source = { counted_take, counted_give, &c };
    struct arena a;
    arena_init(&a, 0, NULL, NULL);
    a.source = &source;
    arena_clear(&a);
    for (int i = 0; i < 300; i++)
        memset(arena_alloc(&a, 100), 0xff, 100);
    memset(arena_alloc(&a, 1 << 20), 0xff, 1 << 20);
    arena_clear(&a);
    assert_int_equal(c.live, 1);
    assert_true(a.used < 100);
    unsigned taken = c.taken;
    for (int i = 0; i < 100; i++) {
        unsigned char *p = arena_alloc(&a, 100);
        assert_true(all_zero(p, 100));
        memset(p, 0xff, 100);
    }
    assert_int_equal(c.taken, taken);
    arena_free(&a);
    memset(arena_alloc(&a, 8 << 20), 0xff, 8 << 20);
    arena_clear(&a);
    assert_int_equal(c.live, 0);        /* too large to be kept */
}

static void printf_gives_whole_text(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0, NULL, NULL);
    assert_string_equal(arena_printf(&a, "%s-%d", "表", 8), "表-8");
    assert_int_equal(strlen(arena_printf(&a, "%5000d", 1)), 5000);
    assert_string_equal(arena_strndup(&a, "abcdef", 3), "abc");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(large_block_leaves_small_chunk_in_use),
        cmocka_unit_test(push_keeps_elements_in_order),
        cmocka_unit_test(growth_of_newest_block_stays_in_place),
        cmocka_unit_test(growth_of_older_block_copies),
        cmocka_unit_test(limit_calls_oom),
        cmocka_unit_test(overflowing_array_calls_oom),
        cmocka_unit_test(free_empties),
        cmocka_unit_test(clear_keeps_one_chunk),
        cmocka_unit_test(printf_gives_whole_text),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
