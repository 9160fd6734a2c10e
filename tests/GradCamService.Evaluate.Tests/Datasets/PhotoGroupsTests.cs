using GradCamService.Evaluate.Datasets;
using Xunit;

namespace GradCamService.Evaluate.Tests.Datasets;

public sealed class PhotoGroupsTests
{
    private static readonly Dataset Made = new("made", "COCO", [new("nurse", ["nurse"])],
        [.. ((string[])["test/a.jpg", "val/a.jpg", "val/b.jpg", "val/c.jpg"]).Select(id => new DatasetImage(id, "/" + id, [new("nurse", null)]))], [])
    {
        Missing = ["gone.jpg"],
        Empty = ["val/empty.jpg"],
    };

    [Fact]
    public void Photos_are_named_by_their_paths_or_the_ends_of_them()
    {
        var groups = Read("image,group\nval/a.jpg,women\nb,men\ngone.jpg,women\nempty.jpg,men\nc.jpg,Women\n");

        Assert.Equal("women", groups.ByImage["val/a.jpg"]);
        Assert.Equal("men", groups.ByImage["val/b.jpg"]);
        Assert.Equal(["Women", "men", "women"], groups.Groups);
        Assert.Equal(["test/a.jpg"], groups.Ungrouped);
    }

    [Theory]
    [InlineData("image,group\na.jpg,women\n", "line 2: 'a.jpg' may be test/a.jpg or val/a.jpg; name the photo by its path in the dataset")]
    [InlineData("image,group\nval/bb.jpg,women\n", "line 2: the dataset has no photo 'val/bb.jpg'; did you mean val/b.jpg?")]
    [InlineData("image,group\nb,men\nval/b.jpg,women\n", "line 3: the photo val/b.jpg has the group 'men' already")]
    [InlineData("image,group\nb,\n", "line 2: must have an image and a group")]
    [InlineData("image,group\n,men\n", "line 2: must have an image and a group")]
    [InlineData("image,group\nb,men\n", "must tell at least two groups of photos apart, has 'men' only")]
    [InlineData("image,group\nb,men\ngone.jpg,women\n", "must tell at least two groups of photos apart, has 'men' only")]
    [InlineData("image,group\n", "must tell at least two groups of photos apart, has none")]
    [InlineData("photo,group\n", "line 1: has no column 'image'; its columns are photo, group")]
    public void A_wrong_table_is_refused(string csv, string expected) =>
        Assert.Contains(expected, Assert.Throws<DatasetException>(() => Read(csv)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_table_that_is_not_there_is_refused()
    {
        using var folder = new DatasetFolder();

        var exception = Assert.Throws<DatasetException>(() => PhotoGroups.Read(folder.At("groups.csv"), Made));

        Assert.Contains("is not there", exception.Message, StringComparison.Ordinal);
    }

    private static PhotoGroups Read(string csv)
    {
        using var folder = new DatasetFolder().Write("groups.csv", csv);
        return PhotoGroups.Read(folder.At("groups.csv"), Made);
    }
}
