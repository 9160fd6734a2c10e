using GradCamService.Explain.Outputs;
using Xunit;

namespace GradCamService.Explain.Tests.Outputs;

public sealed class RankingTests
{
    [Fact]
    public void The_highest_come_first() => Assert.Equal([2, 0, 1], Ranking.Best([1, -4, 7], 3));

    [Fact]
    public void Equal_scores_come_in_the_order_of_their_index() => Assert.Equal([1, 3, 0, 2], Ranking.Best([1, 2, 1, 2], 4));

    [Fact]
    public void No_more_are_listed_than_there_are() => Assert.Equal([1, 0], Ranking.Best([1, 2], 5));

    [Fact]
    public void What_is_no_number_comes_last() => Assert.Equal([2, 1, 0], Ranking.Best([float.NaN, float.NegativeInfinity, 1], 3));
}
