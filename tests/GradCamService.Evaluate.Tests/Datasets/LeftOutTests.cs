using GradCamService.Evaluate.Datasets;
using Xunit;

namespace GradCamService.Evaluate.Tests.Datasets;

/// <summary>Nothing is dropped in silence.</summary>
public sealed class LeftOutTests
{
    [Fact]
    public void Difficult_objects_do_not_count()
    {
        using var folder = MadeDatasets.Of("Pascal VOC");
        folder.Write("Annotations/c.xml", MadeDatasets.Xml(32, 32,
            MadeDatasets.Object("dog", "1", "1", "2", "2", "<difficult>1</difficult>"), MadeDatasets.Object("cat", "6", "7", "6", "7")));

        var dataset = folder.Read();

        Assert.Equal("cat", Assert.Single(dataset.Images[2].Objects).Category);
        Assert.Equal([new DatasetNote("difficult objects", 1)], dataset.Notes);
    }

    [Fact]
    public void Crowd_regions_do_not_count()
    {
        using var folder = MadeDatasets.Of("COCO");
        const string file = "annotations/instances_val2017.json";
        folder.Write(file, File.ReadAllText(folder.At(file)).Replace(
            "\"annotations\": [",
            "\"annotations\": [ { \"image_id\": 10, \"category_id\": 18, \"bbox\": [0, 0, 9, 9], \"iscrowd\": 1 },", StringComparison.Ordinal));

        var dataset = folder.Read();

        Assert.Equal(["cat", "dog"], dataset.Images[0].Objects.Select(found => found.Category));
        Assert.Equal([new DatasetNote("crowd regions", 1)], dataset.Notes);
    }

    [Fact]
    public void Photos_without_a_file_are_listed()
    {
        using var folder = MadeDatasets.Of("ILSVRC");
        File.Delete(folder.At("images/val/b.JPEG"));

        var dataset = folder.Read();

        Assert.Equal(["images/val/a.JPEG", "images/val/c.JPEG"], dataset.Images.Select(image => image.Id));
        Assert.Equal(["b"], dataset.Missing);
        Assert.Equal([new DatasetNote("photos without a file", 1)], dataset.Notes);
    }

    [Fact]
    public void Photos_without_objects_and_photos_that_nothing_describes_are_told()
    {
        using var folder = MadeDatasets.Of("Pascal VOC");
        folder.Write("Annotations/a.xml", MadeDatasets.Xml(64, 48)).Photo("JPEGImages/d.jpg").Photo("JPEGImages/e.jpg");

        var dataset = folder.Read();

        Assert.Equal(2, dataset.Images.Count);
        Assert.Equal(["JPEGImages/a.jpg"], dataset.Empty);
        Assert.Equal(
            [new DatasetNote("photos that no annotation describes", 2), new DatasetNote("photos without an object that counts", 1)], dataset.Notes);
    }

    [Fact]
    public void Photos_beside_the_folders_of_labels_are_told()
    {
        using var folder = MadeDatasets.Of("folders");
        folder.Photo("stray.jpg").Photo("cat/deeper/d.jpg");

        Assert.Equal([new DatasetNote("photos that no annotation describes", 2)], folder.Read().Notes);
    }

    [Fact]
    public void Columns_that_are_not_read_are_told()
    {
        using var folder = new DatasetFolder().Photo("a.jpg").Write("t.csv", "image,label,xmin,xmax\na.jpg,cat,1,2\n");

        Assert.Equal([new DatasetNote("columns that no evaluation reads (xmin, xmax)", 2)], folder.Read().Notes);
    }

    [Fact]
    public void A_row_of_a_table_with_boxes_may_have_none()
    {
        using var folder = new DatasetFolder().Photo("a.jpg").Write("t.csv", "image,label,x,y,width,height\na.jpg,cat,,,,\n");

        Assert.Equal(new DatasetObject("cat", null), Assert.Single(folder.Read().Images[0].Objects));
    }
}
