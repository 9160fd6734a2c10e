using GradCamService.Evaluate.Datasets;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Evaluate.Tests.Datasets;

/// <summary>Corners and edges, by hand.</summary>
public sealed class BoxTests
{
    [Theory]
    [InlineData("0", "0", "0", "0", 0, 0, 1, 1)] // One pixel, the first.
    [InlineData("85", "1", "498", "272", 85, 1, 414, 272)] // 498 − 85 + 1 by 272 − 1 + 1.
    public void Corners_of_ilsvrc_are_inclusive_and_begin_at_0(string x1, string y1, string x2, string y2, int x, int y, int width, int height)
    {
        using var folder = new DatasetFolder().Photo("a.JPEG")
            .Write("LOC_val_solution.csv", $"ImageId,PredictionString\na,n03995372 {x1} {y1} {x2} {y2}\n");

        Assert.Equal(new PixelBox(x, y, width, height), OnlyBox(folder));
    }

    [Theory]
    [InlineData("1", "1", "1", "1", 0, 0, 1, 1)]
    [InlineData("48", "240", "195", "371", 47, 239, 148, 132)] // VOC2007's 000001: 195 − 48 + 1 by 371 − 240 + 1.
    [InlineData("45.7", "1.2", "50.5", "9.49", 45, 0, 6, 9)] // 46, 1, 51, 9.
    public void Corners_of_pascal_voc_are_inclusive_and_begin_at_1(
        string xmin, string ymin, string xmax, string ymax, int x, int y, int width, int height)
    {
        using var folder = new DatasetFolder().Photo("JPEGImages/a.jpg")
            .Write("Annotations/a.xml", MadeDatasets.Xml(353, 500, MadeDatasets.Object("dog", xmin, ymin, xmax, ymax)));

        Assert.Equal(new PixelBox(x, y, width, height), OnlyBox(folder));
    }

    [Theory]
    [InlineData("[0, 0, 1, 1]", 0, 0, 1, 1)]
    [InlineData("[217.62, 240.54, 38.99, 57.75]", 218, 241, 39, 57)] // Edges 217.62, 240.54, 256.61, 298.29.
    [InlineData("[0.5, 1.49, 2, 2]", 1, 1, 2, 2)] // Halves go right and down: 0.5 → 1, 2.5 → 3; 1.49 → 1, 3.49 → 3.
    [InlineData("[7.1, 7.1, 0.2, 0.2]", 7, 7, 1, 1)] // Never thinner than a pixel.
    [InlineData("[638.2, 0, 1.84, 480.01]", 638, 0, 2, 480)] // 640.04 and 480.01 are the photo's edges.
    public void Edges_of_coco_are_rounded_to_the_nearest_line(string bbox, int x, int y, int width, int height)
    {
        using var folder = Coco(bbox);

        Assert.Equal(new PixelBox(x, y, width, height), OnlyBox(folder));
        Assert.Empty(folder.Read().Notes);
    }

    [Fact]
    public void A_tables_box_is_a_corner_and_sides()
    {
        using var folder = new DatasetFolder().Photo("a.jpg").Write("t.csv", "height,label,x,image,width,y\n4,cat,1,a.jpg,3.6,2\n");

        Assert.Equal(new PixelBox(1, 2, 4, 4), OnlyBox(folder));
    }

    [Fact]
    public void A_box_is_cut_at_the_photos_edge_and_that_is_told()
    {
        using var folder = Coco("[-3, 470, 10, 20]");

        Assert.Equal(new PixelBox(0, 470, 7, 10), OnlyBox(folder));
        Assert.Equal(new DatasetNote("boxes that reached over their photo's edge (cut, not left out)", 1), Assert.Single(folder.Read().Notes));
    }

    [Theory]
    [InlineData("[3, 4, 0, 5]", "boxes without an area")]
    [InlineData("[700, 4, 5, 5]", "boxes outside of their photos")]
    public void A_box_without_pixels_is_left_out_and_counted(string bbox, string note)
    {
        using var folder = Coco("[0, 0, 2, 2]", bbox, bbox);

        Assert.Equal(new PixelBox(0, 0, 2, 2), OnlyBox(folder));
        Assert.Equal(new DatasetNote(note, 2), Assert.Single(folder.Read().Notes));
    }

    [Fact]
    public void Boxes_are_laid_on_the_photo_as_it_was_decoded()
    {
        var image = new DatasetImage("a.jpg", "/a.jpg", [new("cat", new PixelBox(90, 10, 20, 20)), new("cat", null)]);

        Assert.Same(image.Objects, image.ObjectsOn(110, 30));
        Assert.Equal([new PixelBox(90, 10, 10, 15), null], image.ObjectsOn(100, 25).Select(found => found.Box));
        var outside = Assert.Throws<DatasetException>(() => image.ObjectsOn(90, 25));
        Assert.Contains("lies outside of the photo", outside.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_photo_that_lies_on_its_side_is_not_the_one_that_was_annotated()
    {
        var image = new DatasetImage("a.jpg", "/a.jpg", [new("cat", null)]) { Size = new PhotoSize(500, 375) };

        var exception = Assert.Throws<DatasetException>(() => image.ObjectsOn(375, 500));

        Assert.Equal(
            "a.jpg: the annotations are of a photo of 500 × 375 pixels, the file has 375 × 500 after its EXIF orientation", exception.Message);
    }

    private static DatasetFolder Coco(params string[] boxes) => new DatasetFolder().Photo("a.jpg").Write("a.json",
        $$"""
        { "images": [ { "id": 1, "file_name": "a.jpg", "width": 640, "height": 480 } ], "categories": [ { "id": 1, "name": "cat" } ],
          "annotations": [ {{string.Join(", ", boxes.Select(bbox => $$"""{ "image_id": 1, "category_id": 1, "bbox": {{bbox}} }"""))}} ] }
        """);

    private static PixelBox? OnlyBox(DatasetFolder folder) => Assert.Single(Assert.Single(folder.Read().Images).Objects).Box;
}
