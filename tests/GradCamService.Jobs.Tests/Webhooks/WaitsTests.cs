using GradCamService.Jobs.Webhooks;
using Xunit;

namespace GradCamService.Jobs.Tests.Webhooks;

public sealed class WaitsTests
{
    // By hand: 10 s, doubled with each try; 10 s times 2 to the 9th is 5,120 s, which is cut to the hour.
    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(9, 2560)]
    [InlineData(10, 3600)]
    [InlineData(2000, 3600)]
    public void Each_is_twice_the_one_before_to_an_hour(int tries, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Waits.After(tries, TimeSpan.FromSeconds(10), chance: 0.5));

    [Theory]
    [InlineData(0, 9)]
    [InlineData(1, 11)]
    public void Chance_makes_it_a_tenth_more_or_less(double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Waits.After(1, TimeSpan.FromSeconds(10), chance));
}
