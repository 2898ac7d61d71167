"""How collected files are compressed."""

from __future__ import annotations

from pathlib import Path

from dhara.config.static import CollectedFiles


def test_only_the_consoles_files_go_without_brotli_wherever_all_of_them_lie(tmp_path: Path) -> None:
    root = tmp_path / "admin" / "static"
    for name in ("dhara/app.css", "unfold/console.css", "admin/js/console.js"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("a { color: red }\n" * 500)
    compressor = CollectedFiles(location=root, base_url="/static/").create_compressor(quiet=True)
    made = {path for file in root.rglob("*.*s") for path in compressor.compress(str(file))}
    assert {str(Path(path).relative_to(root)) for path in made if path.endswith(".br")} == {"dhara/app.css.br"}
    assert len(made) == 4
