using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Statistics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Metrics;

public sealed class SanityTests
{
    [Theory]
    [InlineData(-0.1, 0.2, SanityVerdict.Passes)]
    [InlineData(0.5, 0.9, SanityVerdict.Fails)]
    [InlineData(0.4, 0.5, SanityVerdict.Undecided)]
    public void The_whole_interval_decides(double low, double high, SanityVerdict expected) =>
        Assert.Equal(expected, Sanity.Judge(new Estimate((low + high) / 2, new Interval(low, high), 10, 0)));

    [Fact]
    public void Without_an_interval_nothing_is_decided()
    {
        Assert.Equal(SanityVerdict.Undecided, Sanity.Judge(new Estimate(0.9, null, 1, 0)));
        Assert.Equal(SanityVerdict.Undecided, Sanity.Judge(new Estimate(null, null, 0, 10)));
    }
}
