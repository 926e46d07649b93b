using System.Text;
using Hotline.Agent.Blazor.Administration.Imports;
using Hotline.Agent.Blazor.Administration.Units;

namespace Hotline.Tickets.Tests.Administration;

/// <summary>What an import reads, and how it says what it cannot.</summary>
public sealed class TableImportTests
{
    private static readonly string[] Columns = ["code", "name", "from"];

    [Fact]
    public void Headings_may_be_codes_Chinese_or_English_in_any_order()
    {
        foreach (var header in new[] { "code,name,from", "名称,代码,起日", "From;Code;Name", "name\tcode\tfrom" })
            Assert.Empty(TableImport.Read(header + "\n", Columns, Row, null).Problems);
    }

    [Fact]
    public void Quotes_lines_within_cells_and_empty_lines_are_read_as_spreadsheets_write_them()
    {
        var (items, problems) = TableImport.Read("code,name,from\r\n\r\na1,\"甲, \"\"乙\"\"\r\n丙\",2027/1/1\r\n,,\r\na2,'=丁,20270102\r\n", Columns, Row, null);
        Assert.Empty(problems);
        Assert.Equal([("a1", "甲, \"乙\"\r\n丙", new DateOnly(2027, 1, 1)), ("a2", "=丁", new DateOnly(2027, 1, 2))], items);
    }

    [Fact]
    public void Each_error_names_line_column_and_rule_and_then_nothing_counts()
    {
        var (_, problems) = TableImport.Read("code,name,from\nA B,,2027-13-01\n", Columns, Row, null);
        Assert.Equal([(2, "code", "no-code"), (2, "name", "missing"), (2, "from", "no-day")], problems.Select(p => (p.Row, p.Column, p.What)));
        Assert.Equal(["unknown-column", "no-key-column"], TableImport.Read("nonsense\nx\n", Columns, Row, null).Problems.Select(p => p.What));
    }

    [Fact]
    public void What_is_no_text_is_no_table_and_an_empty_file_has_no_header()
    {
        Assert.Throws<InvalidDataException>(() => CsvTable.Read(CsvTable.Decode([0xD0, 0xCF, 0x11, 0xE0, 0x00, 0x01]))); // an Excel of the old kind
        Assert.Empty(CsvTable.Read("\r\n").Header);
    }

    [Fact]
    public void A_file_of_Chinese_Excel_is_read_as_well_as_one_in_UTF_8()
    {
        Assert.Equal("代码,名称", CsvTable.Decode(CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes("代码,名称")));
        Assert.Equal("代码,名称", CsvTable.Decode([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("代码,名称")]));
    }

    [Fact]
    public void Units_of_a_file_that_do_not_hang_together_are_told_at_their_row()
    {
        var profile = Sample.Rules.Profile;
        var (_, problems) = TableImport.Read(
            "code,name,parent,dutyPhone,from,to,successors\nnew,新单位,nowhere,0400-1,2027-01-02,2027-01-01,\nnew,又一个,,abc,,,water\n", UnitRows.Columns, UnitRows.Read, rows => UnitRows.Check(rows, profile));
        Assert.Equal(
            [(2, "parent", "no-unit"), (2, "to", "before"), (3, "code", "twice"), (3, "dutyPhone", "no-phone"), (3, "to", "heir-without-end")],
            problems.Select(p => (p.Row, p.Column, p.What)).Order());
    }

    [Fact]
    public void What_was_exported_changes_nothing_when_it_is_imported_again()
    {
        var profile = Sample.Rules.Profile;
        Assert.All(profile.Departments, d => Assert.Equal(ImportState.Same, UnitRows.State(d with { Contact = null, LeadContact = null }, profile)));
        Assert.Equal(profile.Departments, UnitRows.Into(profile, [.. profile.Departments.Select(d => d with { Contact = null, LeadContact = null })]).Departments);
    }

    private static (string, string, DateOnly?) Row(CsvRow row) => (row.Code("code"), row.Required("name"), row.Day("from"));
}
