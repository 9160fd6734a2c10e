using System.Globalization;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Naming;
using Xunit;

namespace GradCamService.Explain.Tests.Naming;

public sealed class NamesTests
{
    [Fact]
    public void A_text_of_a_hundred_letters_is_shown_whole_and_a_longer_one_is_cut()
    {
        Assert.Equal(new string('a', 100), Names.Shorten(new string('a', 100)));
        Assert.Equal(new string('a', 100) + "…", Names.Shorten(new string('a', 101)));
    }

    [Fact]
    public void A_text_is_not_cut_within_a_surrogate_pair() =>
        Assert.Equal(new string('a', 99) + "…", Names.Shorten(new string('a', 99) + "🐕 and more"));

    [Fact]
    public void A_value_is_named_in_lower_case_in_every_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");

            Assert.Equal("bilinear", Names.Of(Resampling.Bilinear));
            Assert.Equal(Names.Normalize("tiger  CAT"), Names.Normalize(" TIGER cat"));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
