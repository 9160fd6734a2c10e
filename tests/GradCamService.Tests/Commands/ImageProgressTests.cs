using GradCamService.Commands;
using Xunit;

namespace GradCamService.Tests.Commands;

/// <summary>The lines of progress where there is no terminal.</summary>
public sealed class ImageProgressTests
{
    [Theory]
    [InlineData(0, 40, 10, "0 of 40 images, 0.0 images/s")]
    [InlineData(12, 40, 3, "12 of 40 images, 4.0 images/s, 00:00:07 left")] // 28 × 0.25 s.
    [InlineData(1, 10_001, 1, "1 of 10001 images, 1.0 images/s, 02:46:40 left")] // 10,000 s.
    [InlineData(1, 100_001, 1, "1 of 100001 images, 1.0 images/s, 27:46:40 left")] // Longer than a day.
    [InlineData(40, 40, 10, "40 of 40 images, 4.0 images/s, 00:00:00 left")]
    public void A_line_tells_how_many_how_fast_and_how_long(int done, int total, int seconds, string expected) =>
        Assert.Equal(expected, ImageProgress.Line(done, total, TimeSpan.FromSeconds(seconds)));
}
