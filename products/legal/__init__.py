"""Prices by law and by market: what a flow of money costs a year, under a named method.

* `day_count`   the length of time between two dates, under every convention the market quotes on
* `irr`         every rate of return of a flow of money: one, none or several, never a guess
* `roots`       where a present value is zero: the search behind `irr`
* `irr_many`    the same for many flows at once
* `kernel`      its compiled twin, imported when there is enough to do
* `unit_periods`, `apr_regz`   the annual percentage rate of US Regulation Z
* `intervals`, `apr_eu`        the annual percentage rate of charge of the European directives
* `apr_uk`      the UK annual percentage rate on days
* `microfinance`  flat charges, fees kept back, what lenders must charge
* `time_value`  level payments and their parts, as spreadsheets compute them
* `effective`   effective and nominal annual rates, flat rates, microfinance conventions
"""
