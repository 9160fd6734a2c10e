using System.Text;
using GradCamService.Evaluate.Datasets;
using Xunit;

namespace GradCamService.Evaluate.Tests.Datasets;

/// <summary>Every file that is wrong is refused with its name, the place in it, and what would be right.</summary>
public sealed class RefusalTests
{
    private const string Coco = "annotations/instances_val2017.json";

    [Theory]
    [InlineData("a,n02123045 1 2 3\n", "line 2: PredictionString must be WordNet id x1 y1 x2 y2 for each object, five words each; has 4 words")]
    [InlineData("a,cat 1 2 3 4\n", "line 2: an object must begin with a WordNet id such as n02123159; 'cat 1 2 3 4' does not")]
    [InlineData("a,n02123045 1 two 3 4\n", "line 2: an object must have four numbers of pixels, x1 y1 x2 y2; 'n02123045 1 two 3 4' has not")]
    [InlineData("a,n02123045 1 NaN 3 4\n", "line 2: an object must have four numbers of pixels")]
    [InlineData("a,n02123045 9 2 3 4\n", "line 2: an object must have x1 ≤ x2 and y1 ≤ y2; 'n02123045 9 2 3 4' has not")]
    [InlineData("\na,n02123045 1 2 3 4\n\na,n02123045 1 2 3 4\n", "line 5: the photo 'a' is described a second time")]
    [InlineData("a,n02123045 1 2 3 4,5\n", "line 2: must have as many fields as the first row")]
    [InlineData("a\"b,n02123045 1 2 3 4\n", "line 2: has a quote inside a field without quotes")]
    [InlineData("a,\"n02123045 1 2 3 4\nb,x\n", "line 2: has a quote that does not close")]
    [InlineData(",n02123045 1 2 3 4\n", "line 2: has no ImageId")]
    public void Rows_of_ilsvrc(string rows, string expected)
    {
        using var folder = MadeDatasets.Of("ILSVRC");

        folder.Write("LOC_val_solution.csv", $"ImageId,PredictionString\n{rows}");

        Assert.Contains($"LOC_val_solution.csv, {expected}", folder.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ImageId,Prediction\n",
        "LOC_val_solution.csv, line 1: has no column 'PredictionString'; its columns are ImageId, Prediction; is 'Prediction' meant to be it?")]
    [InlineData("ImageId;PredictionString\n", "columns must be separated by commas, not semicolons")]
    [InlineData("", "LOC_val_solution.csv, line 1: has no first row with names of columns, such as ImageId")]
    [InlineData("ImageId,PredictionString,imageid\n", "names the column 'imageid' twice")]
    [InlineData("ImageId,PredictionString\n", "has no photo to evaluate: its annotations describe none (ILSVRC)")]
    public void The_table_of_ilsvrc(string text, string expected)
    {
        using var folder = MadeDatasets.Of("ILSVRC");

        Assert.Contains(expected, folder.Write("LOC_val_solution.csv", text).Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_wordnet_ids()
    {
        using var folder = MadeDatasets.Of("ILSVRC");

        var refusal = folder.Write("LOC_synset_mapping.txt", "n01440764 tench\n\ntench n01440764\nn01440764 tench\n").Refusal();

        Assert.Contains(
            "LOC_synset_mapping.txt, line 3: must be a WordNet id and names, as in 'n01440764 tench, Tinca tinca'; is 'tench n01440764'",
            refusal, StringComparison.Ordinal);
        Assert.Contains("line 4: lists n01440764 a second time", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<annotation>\n<object>", "Annotations/a.xml, line 2: is not valid XML")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><annotation>&x;</annotation>",
        "Annotations/a.xml, line 1: is not valid XML (without a DTD)")]
    [InlineData("<annotations/>", "Annotations/a.xml: must have the root element annotation, has annotations")]
    [InlineData("<annotation>\n\n<object><name>cat</name></object></annotation>",
        "Annotations/a.xml, line 3, object: has no bndbox with xmin, ymin, xmax, ymax")]
    [InlineData("<annotation><object><bndbox/></object></annotation>", "Annotations/a.xml, line 1, object: has no name, or an empty one")]
    [InlineData("<annotation><size><width>-5</width><height>4</height></size></annotation>",
        "line 1, size: must give whole numbers of pixels, gives -5 × 4")]
    public void Files_of_pascal_voc(string xml, string expected)
    {
        using var folder = MadeDatasets.Of("Pascal VOC");

        Assert.Contains(expected, folder.Write("Annotations/a.xml", xml).Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "1", "", "9", "", "bndbox: has no xmax, or an empty one")]
    [InlineData("1", "1", "wide", "9", "", "xmax: must be a number of pixels, is 'wide'")]
    [InlineData("5", "1", "3", "9", "", "bndbox: must have xmin ≤ xmax and ymin ≤ ymax, is xmin 5, ymin 1, xmax 3, ymax 9")]
    [InlineData("1", "1", "3", "9", "<difficult>maybe</difficult>", "difficult: must be 0 or 1, is 'maybe'")]
    public void Objects_of_pascal_voc(string xmin, string ymin, string xmax, string ymax, string more, string expected)
    {
        using var folder = MadeDatasets.Of("Pascal VOC");
        folder.Write("Annotations/a.xml", MadeDatasets.Xml(64, 48, MadeDatasets.Object("cat", xmin, ymin, xmax, ymax, more)));

        Assert.Contains($"Annotations/a.xml, line 3, {expected}", folder.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_ilsvrcs_devkit_name_wordnet_ids()
    {
        using var folder = MadeDatasets.Of("ILSVRC XML");
        folder.Write("Annotations/val/b.xml", MadeDatasets.Xml(50, 40, MadeDatasets.Object("dog", "0", "0", "49", "39")));

        Assert.Equal("Annotations/val/b.xml, line 3, object: name must be a WordNet id such as n02123159, is 'dog'", folder.Refusal());
    }

    [Theory]
    [InlineData("\"iscrowd\": 0, \"segmentation\"", "\"iscrowd\": 2, \"segmentation\"", "annotations[0] (id 1): iscrowd must be 0 or 1, is 2")]
    [InlineData("[3.2, 3.6, 10.0, 12.1]", "[3.2, 3.6, 10.0]", "annotations[0] (id 1): bbox must be [x, y, width, height], has 3 numbers")]
    [InlineData("[3.2, 3.6, 10.0, 12.1]", "[3.2, 3.6, -10.0, 12.1]",
        "annotations[0] (id 1): bbox must be [x, y, width, height] in pixels, with sides ≥ 0; is [3.2, 3.6, -10, 12.1]")]
    [InlineData("[3.2, 3.6, 10.0, 12.1]", "null", "annotations[0] (id 1): bbox must be [x, y, width, height], is not there")]
    [InlineData("[3.2, 3.6, 10.0, 12.1]", "\"3,3,10,12\"", "line 9, annotations[0].bbox: must be [x, y, width, height], four numbers of pixels")]
    [InlineData("[3.2, 3.6, 10.0, 12.1]", "[3.2, \"a\", 10.0, 12.1]",
        "line 9, annotations[0].bbox[1]: must be [x, y, width, height], four numbers of pixels")]
    [InlineData("\"image_id\": 20", "\"image_id\": 21", "annotations[1] (id 2): image_id must be the id of an image, is 21")]
    [InlineData("\"image_id\": 20", "\"image\": 20", "annotations[1] (id 2): has no image_id")]
    [InlineData("\"category_id\": 18, \"bbox\": [0", "\"category_id\": 1, \"bbox\": [0",
        "annotations[1] (id 2): category_id must be the id of a category (17, 18), is 1")]
    [InlineData("\"category_id\": 18, \"bbox\": [0", "\"category\": 1, \"bbox\": [0", "annotations[1] (id 2): has no category_id")]
    [InlineData("\"file_name\": \"c.jpg\"", "\"file\": \"c.jpg\"", "images[0]: must have an id, a whole number, and a file_name")]
    [InlineData("\"file_name\": \"c.jpg\"", "\"file_name\": 3", "line 4, images[0].file_name: must be a text")]
    [InlineData("\"id\": 30", "\"id\": \"x\"", "line 4, images[0].id: must be a whole number")]
    [InlineData("\"id\": 30", "\"id\": 10", "images[1]: has the id 10, as another image has")]
    [InlineData("\"file_name\": \"c.jpg\"", "\"file_name\": \"a.jpg\"", "images[1]: the photo 'a.jpg' is described a second time")]
    [InlineData("\"width\": 32", "\"width\": 0", "images[0]: must have a width and a height of at least one pixel, has 0 × 32")]
    [InlineData("\"name\": \"cat\"", "\"name\": \"dog\"", "categories[1]: has the name 'dog', as another category has")]
    [InlineData("{ \"id\": 17, \"name\": \"cat\"", "{ \"id\": 18, \"name\": \"cat\"", "categories[1]: has the id 18, as another category has")]
    [InlineData("\"name\": \"cat\"", "\"label\": \"cat\"", "categories[1]: must have an id, a whole number, and a name")]
    [InlineData("\"categories\":", "\"classes\":", ": must have the members images, annotations, categories, all of them arrays")]
    [InlineData("\"annotations\": [", "\"annotations\": [,", "is not valid JSON")]
    public void Files_of_coco(string right, string wrong, string expected)
    {
        using var folder = MadeDatasets.Of("COCO");
        var text = File.ReadAllText(folder.At(Coco));
        Assert.Contains(right, text, StringComparison.Ordinal);

        var refusal = folder.Write(Coco, text.Replace(right, wrong, StringComparison.Ordinal)).Refusal();

        Assert.Contains(expected, refusal, StringComparison.Ordinal);
        Assert.StartsWith(Coco, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image,label\n,cat\n", "t.csv, line 2: must have an image and a label")]
    [InlineData("image,label\na.jpg,\n", "t.csv, line 2: must have an image and a label")]
    [InlineData("image,label,x,y,width,hight\na.jpg,cat,1,2,3,4\n",
        "t.csv, line 1: has some of the columns x, y, width, height; has no column 'height'; its columns are image, label, x, y, width, hight; "
        + "is 'hight' meant to be it?")]
    [InlineData("image,label,x,y,width,height\na.jpg,cat,1,2,,4\n",
        "t.csv, line 2: x, y, width, height must be numbers of pixels, or all four empty; are '1', '2', '', '4'")]
    [InlineData("image,label,x,y,width,height\na.jpg,cat,1,2,-3,4\n", "t.csv, line 2: width and height must be at least 0, are -3 and 4")]
    [InlineData("image,label\nb.jpg,cat\n", "of 1 photos, 0 are without an object that counts, 1 have no file, such as 'b.jpg'")]
    [InlineData("image,label\nc,cat\n", "t.csv, line 2: 'c' may be one/c.jpg or two/c.jpg; name the photo by its path in the dataset")]
    public void Tables(string text, string expected)
    {
        using var folder = new DatasetFolder().Photo("a.jpg").Photo("one/c.jpg").Photo("two/c.jpg").Write("t.csv", text);

        Assert.Contains(expected, folder.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_is_not_utf_8()
    {
        using var folder = new DatasetFolder().Photo("a.jpg").Write("t.csv", Encoding.Latin1.GetBytes("image,label\na.jpg,Käfer\n"));

        Assert.Equal("t.csv, line 2: is not UTF-8; save the file as CSV in UTF-8", folder.Refusal());
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        using var folder = new DatasetFolder().Photo("a.jpg")
            .Write("t.csv", "image,label\n" + string.Concat(Enumerable.Range(0, 30).Select(row => $"{row}.jpg,\n")));

        var exception = Assert.Throws<DatasetException>(folder.Read);

        Assert.Equal(30, exception.Problems.Count);
        Assert.Contains("has 30 problems:", exception.Message, StringComparison.Ordinal);
        Assert.Contains("line 21: must have", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 22: must have", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("- and 10 more", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Annotations/a.xml", "<annotation/>", "it is nearest to Pascal VOC, but there is no folder JPEGImages with the photos")]
    [InlineData("JPEGImages/a.jpg", "", "it is nearest to Pascal VOC, but there is no Annotations/*.xml")]
    [InlineData("annotations/captions_val2017.json", "{}", "it is nearest to COCO, but there is no annotations/instances_*.json")]
    [InlineData("data.json", "{ \"photos\": [] }", "it is nearest to COCO, but data.json does not begin with images, annotations, categories")]
    [InlineData("data.csv", "image,lable\n",
        "it is nearest to table, but data.csv has no column 'label'; its columns are image, lable; is 'lable' meant to be it?")]
    [InlineData("a.jpg", "", "it is nearest to folders, but its photos lie in no folder that names their class")]
    [InlineData("val/cat/a.jpg", "",
        "it is nearest to folders, but its photos lie deeper, such as val/cat/a.jpg: name the folder right above the labels")]
    [InlineData("readme.txt", "", "nothing of any layout is there")]
    public void A_folder_that_is_no_dataset_is_told_what_the_nearest_layout_lacks(string file, string text, string expected)
    {
        using var folder = new DatasetFolder().Write(file, text);

        var refusal = folder.Refusal();

        Assert.Contains(expected, refusal, StringComparison.Ordinal);
        string[] forms =
        [
            "ILSVRC: LOC_val_solution.csv", "Pascal VOC: Annotations/*.xml", "COCO: annotations/instances_*.json", "table: *.csv",
            "folders: LABEL/*.jpg",
        ];
        foreach (var layout in forms)
            Assert.Contains(layout, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_files_of_annotations_one_must_be_named()
    {
        using var coco = MadeDatasets.Of("COCO");
        coco.Write("annotations/instances_train2017.json", "{}");
        using var table = MadeDatasets.Of("table");
        table.Write("others.csv", "image,label\n");

        Assert.Equal(
            "has 2 files of annotations; name one of them instead of the folder: annotations/instances_train2017.json, " + Coco, coco.Refusal());
        Assert.Equal("has 2 tables; name one of them instead of the folder: objects.csv, others.csv", table.Refusal());
    }

    [Fact]
    public void A_place_that_is_not_there()
    {
        using var folder = new DatasetFolder();

        Assert.Equal("there is no such folder or file", folder.Refusal("nowhere"));
    }

    [Fact]
    public void Whoever_leaves_stops_the_reading()
    {
        using var folder = MadeDatasets.Of("COCO");

        Assert.Throws<OperationCanceledException>(() => DatasetReader.Read(folder.Root, new CancellationToken(canceled: true)));
    }
}
