"""Requests to the example web service, as TAP: requests.py SERVICE ARTIFACT DATA CHECK.json

CHECK.json is what `fisc check` finds in the same data: the service must find the same. Each bad
request has its status and says why; after all of them the service still answers, and ends when it
is told to.
"""
import concurrent.futures
import http.client
import json
import os
import signal
import socket
import subprocess
import sys

service, artifact, data, wanted = sys.argv[1:]
count = failed = 0


def result(good, title, why=""):
    global count, failed
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {title}", flush=True)
    if not good:
        failed += 1
        for line in str(why).splitlines()[:30]:
            print("# " + line)


def ask(method, path, body=None, **more):
    """status, headers, what the JSON of the answer holds"""
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        c.request(method, path, body, **more)
        r = c.getresponse()
        return r.status, dict(r.headers), json.loads(r.read())
    finally:
        c.close()


def post(body):
    return ask("POST", "/check", body if isinstance(body, bytes) else json.dumps(body).encode())


def refused(body, says, title):
    status, _, told = post(body)
    result(status == 400 and says in told.get("error", ""), title, f"{status} {told}")


def sheet(name):
    with open(os.path.join(data, name), encoding="utf-8") as f:
        return f.read()


def no_start(args, status, says, title):
    r = subprocess.run([service] + args, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    told = r.stderr.decode()
    result(r.returncode == status and says in told, title, f"{r.returncode} {told}")


def raw(text):
    """all that is answered to bytes that may be no request"""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as s:
        s.sendall(text)
        s.shutdown(socket.SHUT_WR)
        told = b""
        while piece := s.recv(4096):
            told += piece
        return told


def endless():
    """the number of bytes of a body without end that are taken"""
    sent = 0
    with socket.create_connection(("127.0.0.1", port), timeout=60) as s:
        s.sendall(b"POST /check HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
        try:
            while sent < 1 << 30:
                s.sendall(chunk)
                sent += len(chunk)
        except OSError:
            pass
    return sent


def severity(x):
    return x["severity"], x["rule"], x["key"], x["difference"]


running = subprocess.Popen([service, artifact], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           text=True)
try:
    address = running.stdout.readline()
    port = int(address.rstrip("/\n").rpartition(":")[2] or 0)
    result(address.startswith("http://127.0.0.1:"), "it says where it listens", address)

    status, headers, told = ask("GET", "/")
    result(status == 200 and headers["Content-Type"] == "application/json"
           and [x["table"] for x in told["tables"]] == ["支出", "政府", "正文", "prior(支出)"],
           "GET / lists the tables", told)

    sheets = {"支出": sheet("spending.csv"), "政府": sheet("government.csv"),
              "正文": sheet("text.csv")}
    with open(wanted, encoding="utf-8") as f:
        same = [severity(x) for x in json.load(f)["results"] if x["status"] == "violated"]
    status, _, first = post(sheets)
    found = [severity(x) for x in first["violated"]]
    result(status == 200 and found == same and len(found) == 3, "it finds what the command finds",
           f"{found}\n{same}")
    result(first["violated"][0]["cells"][0]["text"] == "40.00"
           and "40.00" in first["violated"][0]["finding"] and first["must"] == 2,
           "a finding has its sentence and its cells as printed", json.dumps(first)[:2000])
    status, _, told = post({**sheets, "prior(支出)": sheet("spending.csv")})
    result(status == 200 and told["violated"] == first["violated"], "last year's table", told)
    status, _, told = post({"支出": sheets["支出"]})
    result(status == 200 and told["unknown"] > first["unknown"],
           "rules over tables that are not sent are counted as unknown", told)

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        bad = {**sheets, "支出": sheets["支出"].replace("40.00", "41.00")}
        answers = list(pool.map(post, [sheets, bad] * 16))
    alone = post(bad)
    result(all(x[2] == (first, alone[2])[i % 2] for i, x in enumerate(answers))
           and first != alone[2], "32 requests at once have each their own answer")

    refused({"没有": "x"}, "no such table", "a table that the rules do not have")
    refused({"支出": 1}, "CSV text", "a sheet that is a number")
    refused(b"", "JSON object", "no body")
    refused(b"{}", "JSON object", "no table")
    refused(b"[1]", "JSON object", "JSON that is no object")
    refused(b"\xe6\x94 {", "JSON object", "a body that is no JSON")
    refused(b"[" * 1000000, "JSON object", "a body of brackets alone")
    refused(b'{"\xff": ""}', "JSON object", "a name that is no UTF-8")
    refused('{"支出": "a", "支出": "b"}'.encode(), "JSON object", "a table twice")
    refused(b'{"\\u0000": ""}', "JSON object", "a name with a NUL")
    status, _, told = post({**sheets, "支出": "编码,名称,总额\n,合计,四十\n"})
    codes = {(x["code"], x["line"]) for x in told["messages"]}
    result(status == 400 and {("D0504", 1), ("D0506", 2)} <= codes,
           "a sheet without a column, with a figure that is none: the library's messages", told)
    result("government.csv" in json.dumps(told), "the rest is checked all the same", told)
    for name, text in (("empty", ""), ("a quote that does not end", '"' + "x," * 100000),
                       ("bytes of no text", "\x01\x02\n\x03")):
        status, _, told = post({"支出": text})
        result(status == 400 and told["messages"], "a sheet: " + name, f"{status} {told}")

    status, _, told = post(b'{"' + b"x" * (9 << 20) + b'": ""}')
    result(status == 413, "9 MiB are too large", told)
    status, _, told = ask("POST", "/check", iter([b"x" * (1 << 20)] * 9), encode_chunked=True)
    result(status == 413, "in chunks too", told)
    result(endless() < 1 << 30, "a body without end is cut off")

    for method, path in (("PUT", "/check"), ("GET", "/check"), ("POST", "/"), ("DELETE", "/")):
        status, headers, told = ask(method, path)
        result(status == 405 and "POST" in headers["Allow"], f"{method} {path}", told)
    status, _, told = ask("GET", "/etc/passwd")
    result(status == 404, "a path that is not there", told)
    for text in (b"hello\r\n\r\n", b"POST /check HTTP/1.1\r\nContent-Length: 9999\r\n\r\n{",
                 b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 100000 + b"\r\n", b"\0" * 4096):
        try:
            raw(text)
        except OSError:
            pass                    # it may close the connection on what is no request
    result(post(sheets)[2] == first, "after all of this it answers as before")

    no_start([], 2, "usage", "no artifact is named")
    no_start(["nowhere.so"], 1, "no such file", "an artifact that is not there")
    no_start([artifact, str(port)], 1, f"port {port}", "a port that is taken")

    idle = socket.create_connection(("127.0.0.1", port))    # a connection that says nothing
    running.send_signal(signal.SIGTERM)
    result(running.wait(60) == 0, "SIGTERM ends it, though a connection is open", running.returncode)
    idle.close()
finally:
    running.kill()
    running.wait()
print(f"1..{count}")
sys.exit(failed != 0)
