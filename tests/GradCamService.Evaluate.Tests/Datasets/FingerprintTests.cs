using GradCamService.Evaluate.Datasets;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Evaluate.Tests.Datasets;

public sealed class FingerprintTests
{
    private static readonly Dataset Made = new("made", "COCO", [new("cat", ["cat"]), new("dög", ["dog"])],
        [new("a.jpg", "/a.jpg", [new("cat", new PixelBox(3, 4, 10, 12)), new("dög", null)]), new("b.jpg", "/b.jpg", [new("dög", null)])], []);

    // Python: hashlib.sha256 over struct.pack('<i', …) and chr(len) + text, field by field.
    [Fact]
    public void It_is_the_digest_that_the_documentation_says() =>
        Assert.Equal("9ef70da4171ee6f6a524f2de0312ca177d2727a53152d6f10d38d88e71a2b24c", DatasetFingerprint.Of(Made));

    [Fact]
    public void Ids_labels_and_boxes_change_it_and_nothing_else_does()
    {
        var print = DatasetFingerprint.Of(Made);

        Assert.Equal(print, DatasetFingerprint.Of(Made with { Name = "other", Layout = "table", Notes = [new("crowd regions", 1)] }));
        Assert.Equal(print, DatasetFingerprint.Of(With(Made.Images[1] with { Path = "/elsewhere/b.jpg" })));
        Assert.NotEqual(print, DatasetFingerprint.Of(With(Made.Images[1] with { Id = "c.jpg" })));
        Assert.NotEqual(print, DatasetFingerprint.Of(With(Made.Images[1] with { Objects = [new("cat", null)] })));
        Assert.NotEqual(print, DatasetFingerprint.Of(With(Made.Images[1] with { Objects = [new("dög", new PixelBox(0, 0, 1, 1))] })));
        Assert.NotEqual(print, DatasetFingerprint.Of(Made with { Categories = [Made.Categories[0]] }));
        Assert.NotEqual(print, DatasetFingerprint.Of(Made with { Images = [Made.Images[0]] }));
    }

    private static Dataset With(DatasetImage second) => Made with { Images = [Made.Images[0], second] };
}
