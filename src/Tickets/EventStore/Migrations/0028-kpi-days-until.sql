-- A day on which limits still run is kept too, for as long as none of them runs out (Statistics/KpiDayKeeper.cs); null: for ever.
alter table tickets.kpi_kept add column until timestamptz;
