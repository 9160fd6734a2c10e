using GradCamService.Evaluate.Datasets;
using Xunit;

namespace GradCamService.Evaluate.Tests;

public sealed class DatasetTests
{
    [Fact]
    public void A_photo_is_known_by_its_first_object() =>
        Assert.Equal("cat", new DatasetImage("a.jpg", "/a.jpg", [new("cat", null), new("dog", null)]).Objects[0].Category);
}
