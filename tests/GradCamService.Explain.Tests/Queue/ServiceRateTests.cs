using GradCamService.Explain.Queue;
using Xunit;

namespace GradCamService.Explain.Tests.Queue;

public sealed class ServiceRateTests
{
    private readonly ServiceRate _rate = new();

    [Theory]
    [InlineData(1, 1)] // 0.1 s an image is the first guess; never less than a second.
    [InlineData(64, 7)] // 6.4 s
    [InlineData(100_000, 600)] // Never more than ten minutes.
    public void Before_anything_was_computed_there_is_a_guess(int images, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), _rate.TimeFor(images));

    [Fact]
    public void It_follows_the_device()
    {
        for (var i = 0; i < 100; i++)
            _rate.Record(images: 4, TimeSpan.FromSeconds(8));

        Assert.Equal(TimeSpan.FromSeconds(20), _rate.TimeFor(10)); // 2 s an image.
    }

    [Fact]
    public void One_slow_batch_moves_it_by_an_eighth()
    {
        _rate.Record(images: 1, TimeSpan.FromSeconds(8.1));

        Assert.Equal(TimeSpan.FromSeconds(11), _rate.TimeFor(10)); // 0.1 + (8.1 − 0.1) / 8 = 1.1 s an image.
    }
}
