"""Row 11 of `vietnam` on a made-up list: funds and rows without a name are left out, no file shows a ticker."""
import tempfile
from pathlib import Path

from acceptance_lib import vietnam_row11

HEADER = "ticker,comGroupCode,organName,organShortName,comTypeCode"
ROWS = ("QQA,X,Công ty Cổ phần Thép Sao Xanh,Thép Sao Xanh,CT", "QQB,X,Ngân hàng Thương mại Cổ phần Sao Đỏ,Sao Đỏ Bank,NH",
        "QQC,X,Quỹ ETF Sao,Quỹ ETF Sao,QU", "QQD,X,Công ty Cổ phần Sao Trắng,,CT")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "list.csv").write_text("\ufeff" + "\n".join((HEADER, *ROWS)) + "\n", encoding="utf-8")
        companies = vietnam_row11.companies_of(folder / "list.csv")
        assert sorted(companies) == ["QQA", "QQB"], companies
        truth = vietnam_row11.write_registers(companies, folder, 1)
        texts = {source: (folder / f"{source}.csv").read_text(encoding="utf-8") for source in vietnam_row11.REGISTERS}
        assert not any("QQ" in text for text in texts.values()), texts
        for source, record_id, ticker in truth:
            assert f"{record_id},{companies[ticker][vietnam_row11.REGISTERS[source]]}\n" in texts[source], (source, record_id)
        assert len(truth) == 4
