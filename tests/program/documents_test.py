#!/usr/bin/env python3
"""Documents, downloads and events of the real program: PDF and Word files through its own child process, versions,
parts of a download, the stream of a job."""
import io
import json
import sys
import time
import zipfile

from contract.things import Things, log_file, ok
from http_client import Client, sign_up
from server import Server


def pdf_of(text):
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
               " /Resources << /Font << /F1 5 0 R >> >> >>",
               f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    return (f"{out}xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\n"
            f"startxref\n{len(out)}\n%%EOF\n").encode()


def word_of(*paragraphs):
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def add(client, name, data, kind):
    made = ok(client.post("/knowledge/ingest", form={"file": (name, data, kind)}))
    Things(client).wait_for_job(made["job_id"])
    return ok(client.get(f"/knowledge/documents/{made['id']}"))


def test_documents_are_read_by_a_process_of_their_own(ann):
    for i in range(4):
        add(ann, f"other-{i}.md", f"# Chapter {i}\n\nGeneral remarks.\n".encode(), "text/markdown")
    pdf = add(ann, "pump.pdf", pdf_of("Restart the broken pump by hand"), "application/pdf")
    assert pdf["status"] == "indexed", pdf
    word = add(ann, "valve.docx", word_of("Valve", "Open the stuck valve with a wrench."), "application/octet-stream")
    assert word["status"] == "indexed", word
    for query, document in (("broken pump", pdf), ("stuck valve", word)):
        hits = ok(ann.post("/search", {"query": query}))["results"]
        assert hits and hits[0]["document_id"] == document["id"], (query, hits)
    text = ok(ann.get(f"/api/v1/knowledge/documents/{pdf['id']}"))["content"]
    assert "broken pump" in text, text


def test_what_cannot_be_read_says_why(ann):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("word/document.xml", b"<d>" + b" " * (64 << 20) + b"</d>")
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as z:
        z.writestr("notes.txt", "text")
    for name, data, part in (("scan.pdf", pdf_of(""), "no text layer"), ("cut.pdf", b"%PDF-1.7 and so on", "damaged"),
                             ("bomb.docx", bomb.getvalue(), "unpacks to far more"), ("notes.zip", other.getvalue(), "no Word document")):
        document = add(ann, name, data, "application/octet-stream")
        assert document["status"] == "failed" and part in document["problem"], document


def test_a_new_content_is_a_version(ann):
    document = add(ann, "lamp.md", b"# Lamp\n\nReplace the bulb.\n", "text/markdown")
    path = f"/knowledge/documents/{document['id']}"
    changed = ann.call("PUT", path, {"content": "# Lamp\n\nCheck the breaker.\n"})
    assert changed.status == 200, changed
    job = changed.headers["Location"].rsplit("/", 1)[1]
    Things(ann).wait_for_job(job)
    assert ok(ann.get(path))["version"] == 2
    assert "bulb" in ok(ann.get(path + "/versions/1"))["content"]
    assert "breaker" in ok(ann.get(path + "/versions/2"))["content"]


def test_a_download_goes_on_where_it_stopped(ann):
    things = Things(ann)
    data = log_file()[1]
    path = f"/evidence/{things['evidence_id']}/download"
    whole = ann.get(path)
    assert whole.status == 200 and whole.body == data
    rest = ann.get(path, headers={"Range": "bytes=10-", "If-Range": whole.headers["ETag"]})
    assert rest.status == 206 and rest.body == data[10:], rest
    assert ann.get(path, headers={"If-None-Match": whole.headers["ETag"]}).status == 304
    assert ann.get(path, headers={"Range": f"bytes={len(data)}-"}).status == 416


def events_of(answer):
    for block in answer.body.decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":"))
        if "data" in fields:
            yield fields["id"], fields["event"], json.loads(fields["data"])


def test_a_job_tells_its_progress_until_its_end(ann, port):
    things = Things(ann)
    lines = b"".join(b"2026-11-23T15:24:%02dZ ERROR request %d failed after %d ms\n" % (i % 60, i, i % 977) for i in range(150_000))
    made = ok(ann.post("/evidence/upload", form={"case_id": things["case_id"], "file": log_file(lines)}))
    path = f"/jobs/{made['job_id']}/events"
    assert Client(port).get(path).status == 401
    ticket = ok(ann.post(path + "/ticket"))["events_url"]
    events = list(events_of(Client(port).get(ticket)))  # ends by itself
    assert Client(port).get(ticket).status == 401, "a ticket is good for one use"
    last_id, name, job = events[-1]
    assert name == "completed" and job["result"]["lines"] == 150_000, events[-1]
    percents = [e[2]["progress"]["percent"] for e in events]
    assert percents == sorted(percents) and len({e[0] for e in events}) == len(events)
    assert ann.get(path, headers={"Last-Event-ID": last_id}).status == 204
    again = list(events_of(ann.get(path)))
    assert [e[1] for e in again] == ["completed"]


def main():
    settings = {"SECURITY_RATE_LIMIT_ENABLED": "false", "SECURITY_BCRYPT_ROUNDS": "4", "FM_ACCESS_LOG": "false"}
    with Server(env=settings) as server:
        ann, _ = sign_up(server.port, "ann")
        for test, more in ((test_documents_are_read_by_a_process_of_their_own, ()), (test_what_cannot_be_read_says_why, ()),
                           (test_a_new_content_is_a_version, ()), (test_a_download_goes_on_where_it_stopped, ()),
                           (test_a_job_tells_its_progress_until_its_end, (server.port,))):
            begun = time.monotonic()
            test(ann, *more)
            print(f"{test.__name__}: {time.monotonic() - begun:.1f} s")
        errors = [line for line in server.log().splitlines() if " error " in line]
        assert not errors, errors
    return 0


if __name__ == "__main__":
    sys.exit(main())
