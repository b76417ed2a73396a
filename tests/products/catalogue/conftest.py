"""A small country of our own to spoil row by row."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from products.catalogue.pack import Pack
from products.catalogue.seed import load_pack

LABEL = "data/countries/XYZ"
COUNTRY = """\
iso3 = "XYZ"
currency = "PKR"
languages = ["ur", "en"]
default_language = "en"

[caps.debt_burden_share]
value = 0.4
unit = "share of net income"
source_id = "law"

[calendar.fiscal_year_start]
month = 7
source_id = "law"
"""
TABLES = {
    "sources.csv": """\
source_id,publisher,title,address,seen_on,licence
law,Parliament,Act of 2020,https://law.example,2026-01-10,
bank-page,First Bank,Loan page,https://bank.example/loan,2026-01-11,
spare,Nobody,Unused,,2026,
""",
    "providers.csv": """\
provider_id,name,type,web
first-bank,First Bank,bank,https://bank.example
treasury,Treasury,government,
""",
    "regions.csv": """\
region_code,name,level,parent
north,North,province,
north_hills,Northern Hills,district,north
south,South,province,
""",
    "contacts.csv": """\
contact_id,organisation,type,use_for,source_id,as_of,confidence
OMB,Ombudsman,ombudsman,Unfair treatment,law,2026-01,high
""",
    "series.csv": """\
series,date,value,unit,geography,source_id,as_of,method,confidence,note
cpi_yoy,2026-01,0.11,decimal a year,XYZ,law,2026-02,,high,
cpi_yoy,2026-02,0.12,decimal a year,XYZ,law,2026-03,,high,
""",
    "assumptions.csv": """\
name,since,value,low,high,unit,grade,source_id,note
inflation_pa,2026-01-01,0.11,0.05,0.2,decimal a year,B,law,
inflation_pa,2026-06-01,0.12,0.05,0.2,decimal a year,B,law,
""",
    "products/loan.csv": """\
id,provider_id,name,category,currency,modes,amount_min,amount_max,standing,valid_from,valid_to,\
source_id,as_of,confidence,tenor_min_months,tenor_max_months,rate,rate_basis,note
XY-LOAN-1,first-bank,Shop loan,enterprise,PKR,conventional,10000,500000,offered,2026-01-01,\
2026-12-31,bank-page,2026-01-05,high,12,60,0.18,nominal_pa_monthly,
XY-LOAN-2,first-bank,Tractor loan,enterprise,PKR,islamic|conventional,,2000000,confirm_first,,,\
bank-page,2025,medium,12,84,0.2,flat_pa,"Fifty, or a hundred acres"
XY-LOAN-3,first-bank,Old loan,housing,USD,interest_free,100,900,not_offered,,,\
bank-page,,low,12,24,0,nominal_pa_monthly,
""",
    "products/redemption_certificate.csv": """\
id,provider_id,name,category,currency,modes,amount_min,amount_max,standing,source_id,as_of,\
confidence,tenor_max_months,tenor_step_months
XY-CERT-1,treasury,Saving certificate,savings,PKR,conventional,500,,offered,law,2026-01,high,24,12
""",
    "steps.csv": """\
listing_id,table,at,value,index,spread,source_id,as_of
XY-CERT-1,redemption,1,1.1,,,law,2026-01
XY-CERT-1,redemption,2,1.25,,,law,2026-01
""",
    "rules.csv": """\
listing_id,fact,op,value,any_of,source_id,as_of
XY-LOAN-1,age_years,at_least,18,,bank-page,2026-01
XY-LOAN-1,age_years,at_most,60,,bank-page,2026-01
XY-LOAN-1,region,one_of,north|south,,bank-page,
XY-LOAN-1,is_widow,is,yes,who,law,
XY-LOAN-1,sex,is,female,who,law,
XY-CERT-1,has_national_id,is,yes,,law,
""",
    "provenance.csv": """\
listing_id,field,source_id,as_of,method,confidence,note
XY-LOAN-1,rate,law,2026-01,read in a notice,high,
XY-CERT-1,redemptions,law,2026-01,,high,
""",
    "unexpressed.csv": """\
product_id,name,category,reason,source_id,as_of
XY-PRIZE,Prize bond,savings,"no yield, only chances",law,2026
""",
}


class Folder:
    """A pack on disk that can be spoilt cell by cell; `read()` reads it as it then stands."""

    def __init__(self, root: Path) -> None:
        self.path = root / "countries" / "XYZ"
        (self.path / "products").mkdir(parents=True)
        self.write("country.toml", COUNTRY)
        for name, text in TABLES.items():
            self.write(name, text)

    def write(self, file: str, text: str) -> None:
        (self.path / file).write_text(text, encoding="utf-8")

    def rows(self, file: str) -> list[list[str]]:
        return list(csv.reader((self.path / file).read_text(encoding="utf-8").splitlines(True)))

    def write_rows(self, file: str, rows: list[list[str]]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        self.write(file, text.getvalue())

    def put(self, file: str, line: int, column: str, value: str) -> None:
        """Change one cell; the header is line 1."""
        rows = self.rows(file)
        rows[line - 1][rows[0].index(column)] = value
        self.write_rows(file, rows)

    def add(self, file: str, **cells: str) -> int:
        """Add a row; its line."""
        rows = self.rows(file)
        rows.append([cells.get(column, "") for column in rows[0]])
        self.write_rows(file, rows)
        return len(rows)

    def rename(self, file: str, column: str, new: str) -> None:
        rows = self.rows(file)
        rows[0][rows[0].index(column)] = new
        self.write_rows(file, rows)

    def drop(self, file: str, column: str) -> None:
        rows = self.rows(file)
        place = rows[0].index(column)
        self.write_rows(file, [row[:place] + row[place + 1 :] for row in rows])

    def read(self) -> Pack:
        return load_pack(self.path, LABEL)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def pack(folder: Folder) -> Pack:
    return folder.read()
