namespace GradCamService.Onnx.Tests;

public sealed class ShapeTextTests
{
    [Fact]
    public void Shapes_are_written_in_brackets()
    {
        Assert.Equal("[]", ShapeText.Of([]));
        Assert.Equal("[1, -3, 224]", ShapeText.Of([1, -3, 224]));
        Assert.Equal("[N, 64, 7]", ShapeText.OfBatch([1, 64, 7]));
        Assert.Equal("[?, 3, 7]", ShapeText.OfInput([null, 3, 7]));
        Assert.Equal("[?]", ShapeText.OfInput(null));
    }
}
