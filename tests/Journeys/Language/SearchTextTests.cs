using Hotline.Agent.Blazor.Language;

namespace Hotline.Journeys.Language;

/// <summary>What a typed word finds in names.</summary>
public sealed class SearchTextTests
{
    [Theory]
    [InlineData("人民广场", "rmgc")]
    [InlineData("人民广场", "RMGC")]
    [InlineData("市供水集团 water", "gsjt")]
    [InlineData("人民广场", "广场")]
    [InlineData("人民广场", "人民廣場")]
    [InlineData("電話亭", "电话")]
    [InlineData("abc123", "Ｃ１２")]
    [InlineData("anything", " ")]
    public void A_name_is_found_by_initials_by_traditional_characters_and_in_full_width(string name, string typed) => Assert.True(SearchText.Has(name, typed));

    [Theory]
    [InlineData("人民广场", "rmgy")]
    [InlineData("人民广场", "公园")]
    [InlineData(null, "a")]
    [InlineData("人民广场", "r")] // one letter would find half of the city
    public void What_does_not_fit_is_not_found(string? name, string typed) => Assert.False(SearchText.Has(name, typed));
}
