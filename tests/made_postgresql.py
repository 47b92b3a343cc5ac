"""A PostgreSQL server for the tests, from the package of the system (Debian: `apt-get install postgresql`)."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
SERVANT = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root


def find_program(name: str) -> str | None:
    """Where it is, be it on the path or not, as Debian has it."""
    return shutil.which(name) or next((str(p / name) for p in PLACES if (p / name).is_file()), None)


def find_lack() -> str | None:
    """Why there can be no server; None where there can."""
    if not (find_program("initdb") and find_program("pg_ctl")):
        return "no PostgreSQL on this machine: apt-get install postgresql"
    try:
        import psycopg  # noqa: F401, PLC0415
    except ImportError:
        return "no psycopg: pip install 'sayso[postgresql]'"
    return None


def call(program: str, *arguments: str) -> None:
    found = find_program(program)
    assert found
    subprocess.run([found, *arguments], user=SERVANT, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def serve(*settings: str) -> Iterator[tuple[str, Path]]:
    """The address and the folder of a new server; `settings` are name=value."""
    folder = Path(tempfile.mkdtemp(prefix="sayso-postgresql-"))
    if SERVANT:
        shutil.chown(folder, SERVANT)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    try:
        call("initdb", "-D", f"{folder}/data", "-U", "sayso", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        given = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", *settings]
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as written:
            written.writelines(f"{name} = '{value}'\n" for name, value in (line.split("=", 1) for line in given))
        start(folder)
        yield f"postgresql://sayso@127.0.0.1:{port}/postgres", folder
    finally:
        stop(folder)
        shutil.rmtree(folder)


def start(folder: Path) -> None:
    call("pg_ctl", "start", "-w", "-s", "-D", f"{folder}/data", "-l", f"{folder}/log")


def stop(folder: Path, mode: str = "immediate") -> None:
    call("pg_ctl", "stop", "-w", "-s", "-D", f"{folder}/data", "-m", mode)


def make_schema(address: str, name: str) -> str:
    """An empty place for a ledger of its own on the server."""
    import psycopg  # noqa: PLC0415

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    return f"{address}?options={quote(f'-csearch_path={name}', safe='')}"
