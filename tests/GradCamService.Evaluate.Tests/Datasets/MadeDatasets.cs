namespace GradCamService.Evaluate.Tests.Datasets;

/// <summary>
/// Three photos, the same in each layout. a (64 × 48): a cat at x 3–12, y 4–15, a dog at x 20–49, y 10–34. b (50 × 40): a dog that fills it. c (32 ×
/// 32): a cat of the one pixel 5, 6. Pixels are counted from 0, first and last ones given.
/// </summary>
internal static class MadeDatasets
{
    public const string Cat = "n02123045";
    public const string Dog = "n02099601";

    public static readonly string[] Layouts = ["ILSVRC", "ILSVRC XML", "Pascal VOC", "COCO", "table", "folders"];

    public static DatasetFolder Of(string layout) => layout switch
    {
        "ILSVRC" => Ilsvrc(),
        "ILSVRC XML" => IlsvrcXml(),
        "Pascal VOC" => Voc(),
        "COCO" => Coco(),
        "table" => Table(),
        _ => Folders(),
    };

    public static DatasetFolder Photos(this DatasetFolder folder, string a, string b, string c) =>
        folder.Photo(a, 64, 48).Photo(b, 50, 40).Photo(c, 32, 32);

    /// <summary>An annotation of Pascal VOC's form.</summary>
    public static string Xml(int width, int height, params string[] objects) =>
        $"<annotation>\n<size><width>{width}</width><height>{height}</height><depth>3</depth></size>\n{string.Join('\n', objects)}\n</annotation>";

    public static string Object(string name, string xmin, string ymin, string xmax, string ymax, string more = "") =>
        $"<object><name>{name}</name>{more}<bndbox><xmin>{xmin}</xmin><ymin>{ymin}</ymin><xmax>{xmax}</xmax><ymax>{ymax}</ymax></bndbox></object>";

    private static DatasetFolder Ilsvrc() => new DatasetFolder()
        .Photos("images/val/a.JPEG", "images/val/b.JPEG", "images/val/c.JPEG")
        .Write("LOC_synset_mapping.txt", $"{Dog} golden retriever\n{Cat} tabby, tabby cat\n")
        .Write("LOC_val_solution.csv", $"ImageId,PredictionString\nc,{Cat} 5 6 5 6 \na,{Cat} 3 4 12 15 {Dog} 20 10 49 34\nb,{Dog} 0 0 49 39 \n");

    private static DatasetFolder IlsvrcXml() => new DatasetFolder()
        .Photos("Data/val/a.JPEG", "Data/val/b.JPEG", "Data/val/c.JPEG")
        .Write("Annotations/val/a.xml", Xml(64, 48, Object(Cat, "3", "4", "12", "15"), Object(Dog, "20", "10", "49", "34")))
        .Write("Annotations/val/b.xml", Xml(50, 40, Object(Dog, "0", "0", "49", "39")))
        .Write("Annotations/val/c.xml", Xml(32, 32, Object(Cat, "5", "6", "5", "6")));

    private static DatasetFolder Voc() => new DatasetFolder()
        .Photos("JPEGImages/a.jpg", "JPEGImages/b.jpg", "JPEGImages/c.jpg")
        .Write("Annotations/a.xml", Xml(64, 48,
            Object("cat", "4", "5", "13", "16", "<part><name>head</name></part>"), Object("dog", "21", "11", "50", "35")))
        .Write("Annotations/b.xml", Xml(50, 40, Object("dog", "1", "1", "50", "40", "<difficult>0</difficult>")))
        .Write("Annotations/c.xml", Xml(32, 32, Object("cat", "6", "7", "6", "7")));

    private static DatasetFolder Coco() => new DatasetFolder()
        .Photos("val2017/a.jpg", "val2017/b.jpg", "val2017/c.jpg")
        .Write("annotations/instances_val2017.json", """
            {
              "info": { "year": 2017 }, "licenses": [],
              "images": [
                { "id": 30, "file_name": "c.jpg", "width": 32, "height": 32 },
                { "id": 10, "file_name": "a.jpg", "width": 64, "height": 48, "date_captured": "2013" },
                { "id": 20, "file_name": "b.jpg", "width": 50, "height": 40 }
              ],
              "annotations": [
                { "id": 1, "image_id": 10, "category_id": 17, "bbox": [3.2, 3.6, 10.0, 12.1], "iscrowd": 0, "segmentation": [[1, 2, 3, 4, 5, 6]] },
                { "id": 2, "image_id": 20, "category_id": 18, "bbox": [0, 0, 50, 40], "iscrowd": 0 },
                { "id": 3, "image_id": 10, "category_id": 18, "bbox": [20, 10, 30, 25] },
                { "id": 4, "image_id": 30, "category_id": 17, "bbox": [5, 6, 0.3, 0.4], "iscrowd": 0 }
              ],
              "categories": [ { "id": 18, "name": "dog", "supercategory": "animal" }, { "id": 17, "name": "cat", "supercategory": "animal" } ]
            }
            """);

    private static DatasetFolder Table() => new DatasetFolder()
        .Photos("a.png", "more/b.png", "more/c.png")
        .Write("objects.csv",
            "image,label,x,y,width,height\na.png,cat,3,4,10,12\nmore/b.png,dog,0,0,50,40\na.png,dog,20,10,30,25\nmore/c.png,cat,5,6,1,1\n");

    private static DatasetFolder Folders() => new DatasetFolder().Photos("cat/a.jpg", "dog/b.jpg", "cat/c.jpg");
}
