from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import celca.catalog.runs.task as task
from celca.catalog import CatalogOptions, CatalogSummary, score_catalog
from celca.errors import FileFault, UsageError
from celca.system import Intensities

CHUNK = CatalogOptions(chunk_rows=60)


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A catalogue of 200 products with a few bad rows, in 1 000 rows."""
    rng = np.random.default_rng(3)
    n = 1000
    frame = pl.DataFrame(
        {
            "product": [f"P{i // 5:04}" for i in range(n)],
            "material": rng.choice(["steel", "PE", "foamed", "glue", "Timber"], n),
            "mass (kg)": rng.lognormal(0, 1, n).round(6),
        }
    )
    bad = rng.choice(n, 7, replace=False)
    frame = frame.with_columns(frame["material"].scatter(bad, "unobtainium"))
    frame.write_csv(tmp_path / "c.csv")
    return tmp_path / "c.csv"


class PulledPlug(Exception):
    """Stands for a run that is killed."""


def cut_off_after(chunks: int, catalog: Path, out: Path, prices: Intensities) -> None:
    """Run until some chunks are done, then stop at once."""
    seen = 0

    def progress(done: int, total: int) -> None:
        nonlocal seen
        seen += 1
        if seen == chunks:
            raise PulledPlug

    with pytest.raises(PulledPlug):
        score_catalog(catalog, out, database=prices, options=CHUNK, progress=progress)


def run(catalog: Path, out: Path, prices: Intensities) -> CatalogSummary:
    return score_catalog(catalog, out, database=prices, options=CHUNK)


def test_a_run_that_was_cut_off_goes_on_and_ends_with_the_same_bytes(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    whole = run(catalog, tmp_path / "whole.parquet", prices)
    for chunks in (1, 3):
        out = tmp_path / f"cut{chunks}.parquet"
        cut_off_after(chunks, catalog, out, prices)
        assert not out.exists()
        summary = run(catalog, out, prices)
        assert summary.resumed == chunks
        assert (summary.rows, summary.scored, summary.rejected) == (
            whole.rows,
            whole.scored,
            whole.rejected,
        )
        assert out.read_bytes() == (tmp_path / "whole.parquet").read_bytes()
        assert summary.rejects is not None
        assert summary.rejects.read_bytes() == (tmp_path / "whole.rejects.csv").read_bytes()
        assert not list(tmp_path.glob("*.unfinished"))


def test_a_chunk_that_was_done_is_not_scored_again(
    catalog: Path, prices: Intensities, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off_after(3, catalog, tmp_path / "out.parquet", prices)
    scored = []
    true = task.score_chunk
    monkeypatch.setattr(task, "score_chunk", lambda *a: scored.append(a) or true(*a))
    summary = run(catalog, tmp_path / "out.parquet", prices)
    assert summary.resumed == 3
    assert 0 < len(scored) < 9


def test_going_on_with_a_changed_input_is_refused(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    out = tmp_path / "out.parquet"
    cut_off_after(2, catalog, out, prices)
    catalog.write_text(catalog.read_text().replace("steel", "PE", 1))
    with pytest.raises(UsageError, match="another input"):
        run(catalog, out, prices)
    anew = CatalogOptions(chunk_rows=60, restart=True)
    assert score_catalog(catalog, out, database=prices, options=anew).resumed == 0


def test_going_on_with_other_options_is_refused(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    cut_off_after(2, catalog, tmp_path / "out.parquet", prices)
    with pytest.raises(UsageError, match="another options"):
        score_catalog(
            catalog,
            tmp_path / "out.parquet",
            database=prices,
            options=CatalogOptions(chunk_rows=300),
        )


def test_the_size_of_chunks_changes_no_score(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    frames = []
    for rows in (7, 100, 10**6):
        out = tmp_path / f"{rows}.parquet"
        score_catalog(catalog, out, database=prices, options=CatalogOptions(chunk_rows=rows))
        frames.append((pl.read_parquet(out), pl.read_csv(tmp_path / f"{rows}.rejects.csv")))
    assert frames[0][0].equals(frames[1][0])
    assert frames[0][0].equals(frames[2][0])
    assert frames[0][1].equals(frames[2][1])


@pytest.mark.parametrize("scattered", [False, True])
def test_a_run_that_is_cut_off_while_it_tidies_up_can_be_repeated(
    scattered: bool,
    catalog: Path,
    prices: Intensities,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if scattered:
        mixed = pl.read_csv(catalog).sample(fraction=1, shuffle=True, seed=1)
        mixed.write_csv(catalog)
    run(catalog, tmp_path / "whole.parquet", prices)
    whole = (tmp_path / "whole.parquet").read_bytes()
    true, left = Path.unlink, 0

    def unlink(path: Path, missing_ok: bool = False) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise PulledPlug
        true(path, missing_ok)

    def rmtree(path: Path, ignore_errors: bool = False) -> None:
        for file in sorted(path.iterdir()) if path.is_dir() else ():
            file.unlink()
        if path.is_dir():
            path.rmdir()

    for left_at_first in range(0, 60, 6):
        left = left_at_first
        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", unlink)
            patch.setattr("celca.catalog.runs.job.shutil.rmtree", rmtree)
            try:
                run(catalog, tmp_path / "out.parquet", prices)
            except PulledPlug:
                pass
            else:
                break
        if (tmp_path / "out.parquet.unfinished").exists():
            run(catalog, tmp_path / "out.parquet", prices)
        assert (tmp_path / "out.parquet").read_bytes() == whole
        (tmp_path / "out.parquet").unlink()
        (tmp_path / "out.rejects.csv").unlink()
    assert not list(tmp_path.glob("*.unfinished"))


KILLED = """
import sys
from pathlib import Path
from celca.catalog import CatalogOptions, score_catalog
catalog, out, database = sys.argv[1:]
print("ready", flush=True)
s = score_catalog(catalog, out, database=database, options=CatalogOptions(chunk_rows=30))
print(s.scored)
"""


def test_a_killed_process_leaves_nothing_that_the_next_cannot_use(
    catalog: Path, folder: Path, tmp_path: Path
) -> None:
    """SIGKILL at moments spread over the run; the run after the last must end the same."""
    command = [sys.executable, "-c", KILLED, str(catalog)]
    whole = tmp_path / "whole.parquet"
    start = time.perf_counter()
    subprocess.run([*command, str(whole), str(folder)], check=True, capture_output=True)
    taken = time.perf_counter() - start
    out = tmp_path / "killed.parquet"
    rng = np.random.default_rng(5)
    for share in rng.uniform(0.3, 1.0, 5):
        process = subprocess.Popen([*command, str(out), str(folder)], stdout=subprocess.PIPE)
        time.sleep(share * taken)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if out.exists():
            break
    if not out.exists() or out.with_name("killed.parquet.unfinished").exists():
        subprocess.run([*command, str(out), str(folder)], check=True, capture_output=True)
    assert out.read_bytes() == whole.read_bytes()
    assert (tmp_path / "killed.rejects.csv").read_bytes() == (
        tmp_path / "whole.rejects.csv"
    ).read_bytes()


def test_what_made_the_scores_stands_in_the_file(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    run(catalog, tmp_path / "out.parquet", prices)
    about = pl.read_parquet_metadata(tmp_path / "out.parquet")
    frame = pl.read_parquet(tmp_path / "out.parquet")
    digest = prices.system.inventory.hash
    assert about["database_hash"] == digest == frame["database_hash"][0]
    assert about["method"] == "ipcc-ar6-gwp100" == frame["method"][-1]


def test_a_summary_is_plain_data(catalog: Path, prices: Intensities, tmp_path: Path) -> None:
    plain = json.loads(json.dumps(run(catalog, tmp_path / "out.parquet", prices).to_dict()))
    assert plain["rows"] == 1000
    assert plain["scored"] + plain["rejected"] == plain["products"] == 200
    assert plain["database"]["name"] == "tiny"


HOLDING = """
import sys, time
from pathlib import Path
from celca.catalog.runs.lock import held
with held(Path(sys.argv[1]), Path("out.parquet")):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_with_the_same_output_is_told_who_writes_it(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    out = tmp_path / "out.parquet"
    lock = tmp_path / "out.parquet.lock"
    command = [sys.executable, "-c", HOLDING, str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(UsageError, match=f"another run is writing it .process {process.pid} "):
            run(catalog, out, prices)
        process.kill()
    assert lock.exists()
    assert run(catalog, out, prices).scored > 0
    assert not lock.exists()


def test_a_lock_is_given_back_when_a_run_fails(prices: Intensities, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("product,material,mass (kg)\n")
    with pytest.raises(FileFault):
        run(tmp_path / "c.csv", tmp_path / "out.parquet", prices)
    assert not list(tmp_path.glob("out*"))
