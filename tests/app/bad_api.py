"""An OpenAI-compatible server that misbehaves on purpose, with a ledger of what it would have charged. Loopback only."""
import email.utils
import gzip
import json
import random
import re
import socket
import struct
import threading
import time

FAULTS = ["429_seconds", "429_ms", "429_date", "429_plain", "429_absurd", "429_nonsense", "500", "502", "503", "529", "401", "hang", "hang_in_body", "reset_before",
          "reset_in_body", "reset_after", "truncated", "error_body", "no_choices", "null_content", "gzip_bomb", "too_large", "redirect", "wrong_model", "nan",
          "out_of_range", "two_values", "length", "drip", "not_http", "empty", "continue_reset", "half_status", "no_length"]


class BadApi:
    """`faults`: share of requests that go wrong. Charges are nano-dollars for whatever it did the work for."""

    def __init__(self, seed=1, faults=0.0, kinds=None, prompt_price=150, completion_price=600, delay=0.0, value=None):
        self.random = random.Random(seed)
        self.faults, self.kinds = faults, kinds or FAULTS
        self.prompt_price, self.completion_price = prompt_price, completion_price
        self.delay = delay
        self.value = value or (lambda row: row % 6)
        self.lock = threading.Lock()
        self.charged = 0
        self.requests = []  # (row, fault)
        self.answered = {}
        self.authorizations = set()
        self.files, self.batches, self.batch_calls, self.batch_faults, self.loses_batch_reply = {}, {}, [], 0, False
        self.batch_name = "batch-{}".format
        self.foreign = []   # what another origin was sent
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.other = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/v1"
        self.closing = threading.Event()
        for target, listener in ((self.serve, self.listener), (self.serve_other, self.other)):
            threading.Thread(target=self.accept, args=(listener, target), daemon=True).start()

    def accept(self, listener, target):
        while not self.closing.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.guarded, args=(target, connection), daemon=True).start()

    def guarded(self, target, connection):
        try:
            with connection:
                connection.settimeout(20)
                target(connection)
        except OSError:
            pass

    def close(self):
        if self.closing.is_set():
            return
        self.closing.set()
        for listener in (self.listener, self.other):
            listener.shutdown(socket.SHUT_RDWR)  # ends an accept under way too
            listener.close()

    @staticmethod
    def read_request(connection):
        data = b""
        while b"\r\n\r\n" not in data:
            part = connection.recv(65536)
            if not part:
                return None, None, None
            data += part
        head, body = data.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:])}
        while len(body) < int(headers.get("content-length", 0)):
            part = connection.recv(65536)
            if not part:
                return None, None, None
            body += part
        return lines[0], headers, body

    def serve_other(self, connection):
        line, headers, _ = self.read_request(connection)
        with self.lock:
            self.foreign.append((line, headers))
        self.answer(connection, 200, b"{}")

    @staticmethod
    def answer(connection, status, body, headers=(), length=None):
        head = f"HTTP/1.1 {status} Because\r\nContent-Type: application/json\r\nContent-Length: {len(body) if length is None else length}\r\nConnection: close\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers)
        connection.sendall(head.encode() + b"\r\n" + body)

    @staticmethod
    def reset(connection):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    def completion(self, row, content, model, **changes):
        usage = {"prompt_tokens": 200 + row % 50, "completion_tokens": 20 + row % 7}
        choice = {"index": 0, "finish_reason": changes.get("finish", "stop"), "message": {"role": "assistant", "content": content}}
        body = {"id": f"c{row}", "object": "chat.completion", "model": model, "choices": [choice], "usage": usage}
        body.update(changes.get("body", {}))
        return json.dumps(body).encode(), usage["prompt_tokens"] * self.prompt_price + usage["completion_tokens"] * self.completion_price

    def charge(self, nanos):
        with self.lock:
            self.charged += nanos

    # ---- the Batch API: a batch is worked off at the second look ----
    def serve_batches(self, connection, line, body):
        method, path = line.split(" ")[:2]
        with self.lock:
            self.batch_calls.append(f"{method} {path}")
            if self.batch_faults > 0:
                self.batch_faults -= 1
                answer = None
            elif path == "/v1/files":
                content = body.split(b"\r\n\r\n", 2)[2].rsplit(b"\r\n--", 1)[0]
                name = f"file-{len(self.files)}"
                self.files[name] = content
                answer = {"id": name, "object": "file"}
            elif method == "POST":
                asked = json.loads(body)
                name = self.batch_name(len(self.batches))
                self.batches[name] = dict(asked, id=name, status="in_progress", looks=0)
                answer = None if self.loses_batch_reply else self.batches[name]
                self.loses_batch_reply = False
            elif path.startswith("/v1/batches?"):
                answer = {"data": list(self.batches.values())}
            elif path.startswith("/v1/files/"):
                return self.answer(connection, 200, self.files[path.split("/")[3]])
            else:
                answer = self.batches[path.split("/")[3]]
                answer["looks"] += 1
                if answer["looks"] > 1 and answer["status"] == "in_progress":
                    self.work_off(answer)
        if answer is None:
            return self.reset(connection)
        self.answer(connection, 200, json.dumps(answer).encode())

    def work_off(self, batch):
        output, errors = [], []
        for line in self.files[batch["input_file_id"]].splitlines():
            request = json.loads(line)
            row = int(re.search(r"row_(\d+)", request["body"]["messages"][-1]["content"]).group(1))
            fault = self.random.choice(["missing", "500", "400", "null_content", "twice"]) if self.random.random() < self.faults else ""
            self.requests.append((row, fault))
            if fault == "missing":
                continue
            result = {"id": "r", "custom_id": request["custom_id"], "response": None, "error": None}
            if fault in ("500", "400"):
                errors.append(dict(result, response={"status_code": int(fault), "body": {"error": {"message": "no"}}}))
                continue
            body, cost = self.completion(row, None if fault == "null_content" else f"Educational value: {self.value(row)}", request["body"]["model"])
            self.charged += cost
            output += [dict(result, response={"status_code": 200, "body": json.loads(body)})] * (2 if fault == "twice" else 1)
        for name, lines in (("output_file_id", output), ("error_file_id", errors)):
            batch[name] = f"file-{len(self.files)}"
            self.files[batch[name]] = "".join(json.dumps(line) + "\n" for line in reversed(lines)).encode()
        batch["status"] = "completed"

    def serve(self, connection):
        line, headers, body = self.read_request(connection)
        if headers is None:
            return
        if not line.startswith("POST /v1/chat/completions "):
            self.authorizations.add(headers.get("authorization", ""))
            return self.serve_batches(connection, line, body)
        request = json.loads(body)
        text = request["messages"][-1]["content"]
        row = int(re.search(r"row_(\d+)", text).group(1))
        with self.lock:
            self.authorizations.add(headers.get("authorization", ""))
            fault = self.random.choice(self.kinds) if self.random.random() < self.faults else ""
            self.requests.append((row, fault))
        if self.delay:
            time.sleep(self.delay)
        model = request["model"]
        good, cost = self.completion(row, f"It shows one idea.\nEducational value: {self.value(row)}", model)
        if not fault:
            self.charge(cost)
            with self.lock:
                self.answered[row] = self.answered.get(row, 0) + 1
            return self.answer(connection, 200, good)
        if fault.startswith("429"):
            return self.refuse(connection, fault)
        return self.fail(connection, fault, row, model, good, cost)

    def refuse(self, connection, fault):
        value = {"429_seconds": ("Retry-After", "0.05"), "429_ms": ("retry-after-ms", "30"), "429_plain": ("X-Nothing", "1"), "429_nonsense": ("Retry-After", "soon"),
                 "429_date": ("Retry-After", email.utils.formatdate(time.time() - 5, usegmt=True)), "429_absurd": ("Retry-After", "99999999")}[fault]
        self.answer(connection, 429, b'{"error":{"message":"slow down"}}', [value])

    def fail(self, connection, fault, row, model, good, cost):
        if fault in ("500", "502", "503", "529", "401"):
            return self.answer(connection, int(fault), b'{"error":{"message":"no"}}')
        if fault == "reset_before":
            return self.reset(connection)
        if fault == "redirect":
            return self.answer(connection, 307, b"", [("Location", f"http://127.0.0.1:{self.other.getsockname()[1]}/v1/chat/completions")])
        self.charge(cost)  # from here on the work was done
        if fault == "hang":
            time.sleep(3)
        elif fault == "hang_in_body":
            self.answer(connection, 200, good[: len(good) // 2], length=len(good))
            time.sleep(3)
        elif fault == "reset_in_body":
            self.answer(connection, 200, good[: len(good) // 2], length=len(good))
            self.reset(connection)
        elif fault == "reset_after":
            self.answer(connection, 200, good, length=len(good) + 1)
            self.reset(connection)
        elif fault == "truncated":
            self.answer(connection, 200, good[: len(good) // 2])
        elif fault == "error_body":
            self.answer(connection, 200, b'{"error":{"message":"overloaded","code":503}}')
        elif fault == "no_choices":
            self.answer(connection, 200, self.completion(row, "", model, body={"choices": []})[0])
        elif fault == "null_content":
            self.answer(connection, 200, self.completion(row, None, model)[0])
        elif fault == "gzip_bomb":
            self.answer(connection, 200, gzip.compress(b"0" * 10_000_000), [("Content-Encoding", "gzip")])
        elif fault == "too_large":
            self.answer(connection, 200, b" " * 3_000_000 + good)
        elif fault == "wrong_model":
            self.answer(connection, 200, self.completion(row, "Educational value: 5", "another-model")[0])
        elif fault == "nan":
            self.answer(connection, 200, self.completion(row, "Educational value: NaN", model)[0])
        elif fault == "out_of_range":
            self.answer(connection, 200, self.completion(row, "Educational value: 17", model)[0])
        elif fault == "two_values":
            self.answer(connection, 200, self.completion(row, "Educational value: 1\nEducational value: 4", model)[0])
        elif fault == "length":
            self.answer(connection, 200, self.completion(row, "Educational value: 3", model, finish="length")[0])
        elif fault == "drip":
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            for _ in range(30):
                time.sleep(0.1)
                connection.sendall(b"X-Drip: 1\r\n")
        elif fault == "continue_reset":
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.reset(connection)
        elif fault == "half_status":
            connection.sendall(b"HTTP/1.1 2")
        elif fault == "no_length":  # a good answer that ends with its connection
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + good)
        elif fault == "not_http":
            connection.sendall(b"\x00\x01 nothing of HTTP\r\n\r\n")
        elif fault == "empty":
            self.answer(connection, 200, b"")
