using GradCamService.Evaluate.Datasets;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Evaluate.Tests.Datasets;

/// <summary>The same photos, labels and boxes, whatever the layout.</summary>
public sealed class LayoutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ILSVRC")]
    [InlineData("ILSVRC XML")]
    [InlineData("Pascal VOC")]
    [InlineData("COCO")]
    [InlineData("table")]
    public void Photos_labels_and_boxes_are_the_same_in_each_layout_with_boxes(string layout)
    {
        using var folder = MadeDatasets.Of(layout);

        var dataset = folder.Read();

        Assert.Equal(layout.Replace(" XML", "", StringComparison.Ordinal), dataset.Layout);
        Assert.Equal(Path.GetFileName(folder.Root), dataset.Name);
        Assert.Equal(["a", "b", "c"], dataset.Images.Select(image => Path.GetFileNameWithoutExtension(image.Id)));
        Assert.Equal(
            [
                ("cat", new PixelBox(3, 4, 10, 12)), ("dog", new PixelBox(20, 10, 30, 25)),
                ("dog", new PixelBox(0, 0, 50, 40)),
                ("cat", new PixelBox(5, 6, 1, 1)),
            ],
            dataset.Images.SelectMany(image => image.Objects).Select(found => (Plain(found.Category), found.Box!.Value)));
        Assert.Equal([2, 1, 1], dataset.Images.Select(image => image.Objects.Count));
        Assert.Equal(["cat", "dog"], dataset.Categories.Select(category => Plain(category.Key)).Order());
        Assert.Empty(dataset.Notes);
        Assert.Empty(dataset.Missing);
        Assert.All(dataset.Images, image => Assert.Equal(folder.At(image.Id), image.Path));
        Assert.All(dataset.Images, image => Assert.True(File.Exists(image.Path)));
    }

    [Fact]
    public void Folders_give_the_same_photos_and_labels_without_boxes()
    {
        using var folder = MadeDatasets.Of("folders");

        var dataset = folder.Read();

        Assert.Equal(["cat/a.jpg", "cat/c.jpg", "dog/b.jpg"], dataset.Images.Select(image => image.Id));
        Assert.Equal(["cat", "cat", "dog"], dataset.Images.Select(image => Assert.Single(image.Objects).Category));
        Assert.All(dataset.Images, image => Assert.Null(image.Objects[0].Box));
        Assert.Equal(["cat", "dog"], dataset.Categories.Select(category => category.Key));
    }

    [Fact]
    public void Categories_keep_the_order_of_the_datasets_own_list_with_all_names()
    {
        using var ilsvrc = MadeDatasets.Of("ILSVRC");
        using var coco = MadeDatasets.Of("COCO");

        Assert.Equal(
            ["n02099601 | golden retriever", "n02123045 | tabby | tabby cat"],
            ilsvrc.Read().Categories.Select(category => string.Join(" | ", category.Names)));
        Assert.Equal(["dog", "cat"], coco.Read().Categories.Select(category => category.Key));
    }

    [Fact]
    public void Names_of_pascal_voc_are_known_by_the_fields_words_too()
    {
        using var folder = new DatasetFolder().Photo("JPEGImages/a.jpg")
            .Write("Annotations/a.xml", MadeDatasets.Xml(64, 48,
                MadeDatasets.Object("tvmonitor", "1", "1", "9", "9"), MadeDatasets.Object("bus", "1", "1", "9", "9")));

        Assert.Equal(["bus", "tvmonitor | tv monitor | tv"], folder.Read().Categories.Select(category => string.Join(" | ", category.Names)));
    }

    [Fact]
    public void An_underscore_may_stand_for_a_space()
    {
        using var folder = new DatasetFolder().Photo("tiger_cat/a.jpg");

        Assert.Equal(["tiger_cat", "tiger cat"], folder.Read().Categories[0].Names);
    }

    [Fact]
    public void Annotations_may_be_named_instead_of_the_folder()
    {
        using var coco = MadeDatasets.Of("COCO");
        using var table = MadeDatasets.Of("table");
        table.Write("others.csv", "image,label\na.png,bird\n");

        var named = DatasetReader.Read(coco.At("annotations/instances_val2017.json"), Token);
        var other = DatasetReader.Read(table.At("others.csv"), Token);

        Assert.Equal(("instances_val2017", "COCO", 3), (named.Name, named.Layout, named.Images.Count));
        Assert.Equal(["val2017/a.jpg", "val2017/b.jpg", "val2017/c.jpg"], named.Images.Select(image => image.Id));
        Assert.Equal(("others", "table", "bird"), (other.Name, other.Layout, Assert.Single(other.Images).Objects[0].Category));
    }

    [Fact]
    public void One_json_beside_the_photos_is_enough_for_coco()
    {
        using var folder = new DatasetFolder().Photo("photo.jpg", 10, 10).Write("_annotations.coco.json", """
            { "images": [ { "id": 1, "file_name": "photo.jpg" } ], "annotations": [ { "image_id": 1, "category_id": 1, "bbox": [1, 1, 2, 2] } ],
              "categories": [ { "id": 1, "name": "cup", "synonyms": ["mug"] } ] }
            """);

        var dataset = folder.Read();

        Assert.Equal("photo.jpg", Assert.Single(dataset.Images).Id);
        Assert.Equal(["cup", "mug"], Assert.Single(dataset.Categories).Names);
    }

    [Fact]
    public void A_directory_is_a_dataset_or_one_of_datasets()
    {
        using var coco = MadeDatasets.Of("COCO");
        using var folders = MadeDatasets.Of("folders");
        using var several = new DatasetFolder()
            .Photo("table/a.jpg").Write("table/objects.csv", "image,label\na.jpg,cat\n")
            .Photo("birds/owl/b.jpg");
        using var nothing = new DatasetFolder().Write("readme.txt", "");

        Assert.Equal([coco.Root], DatasetReader.PlacesIn(coco.Root, Token));
        Assert.Equal([folders.Root], DatasetReader.PlacesIn(folders.Root, Token));
        Assert.Equal([several.At("birds"), several.At("table")], DatasetReader.PlacesIn(several.Root, Token));
        Assert.Equal([nothing.Root], DatasetReader.PlacesIn(nothing.Root, Token));
        Assert.Equal([coco.At("annotations/instances_val2017.json")], DatasetReader.PlacesIn(coco.At("annotations/instances_val2017.json"), Token));
    }

    private static string Plain(string category) => category switch { MadeDatasets.Cat => "cat", MadeDatasets.Dog => "dog", _ => category };
}
