using GradCamService.Explain.Imaging.Files;
using SkiaSharp;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

public sealed class ExifOrientationTests
{
    /// <summary>One entry: tag 0x0112, type SHORT, one value.</summary>
    [Theory]
    [InlineData("4D4D002A00000008" + "0001" + "0112000300000001" + "00060000")]
    [InlineData("49492A0008000000" + "0100" + "1201030001000000" + "06000000")]
    [InlineData("457869660000" + "49492A0008000000" + "0100" + "1201030001000000" + "06000000")]
    public void Both_byte_orders_are_read_with_a_jpegs_prefix_or_without(string block)
    {
        Assert.Equal(SKEncodedOrigin.RightTop, ExifOrientation.Read(Convert.FromHexString(block)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("4D4D002A")]
    [InlineData("4D4D002AFFFFFFFF")]
    [InlineData("4D4D002A00000008FFFF0112")]
    [InlineData("4D4D002A00000008" + "0001" + "0112000300000001" + "00090000")]
    [InlineData("4D4D002A00000008" + "0001" + "0100000300000001" + "00060000")]
    public void Damaged_or_silent_blocks_leave_the_picture_as_it_is(string block)
    {
        Assert.Equal(SKEncodedOrigin.TopLeft, ExifOrientation.Read(Convert.FromHexString(block)));
    }
}
