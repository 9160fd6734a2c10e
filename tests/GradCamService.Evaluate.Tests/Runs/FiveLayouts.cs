using System.Globalization;
using GradCamService.Evaluate.Tests.Datasets;
using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Tests.Runs;

/// <summary>The same photos, labels and boxes in each layout, in the same order of ids: cats first.</summary>
/// <param name="photos">PNG files of one size.</param>
/// <param name="width">Theirs.</param>
/// <param name="height">Theirs.</param>
internal sealed class FiveLayouts(IReadOnlyList<byte[]> photos, int width, int height)
{
    public const string Cat = "n02123045";
    public const string Dog = "n02099601";

    public DatasetFolder Of(string layout) => layout switch
    {
        "ILSVRC" => Filled("images/val").Write("LOC_synset_mapping.txt", $"{Cat} cat\n{Dog} dog\n").Write("LOC_val_solution.csv",
            "ImageId,PredictionString\n" + Lines(i => $"{Name(i)},{string.Join(' ', Boxes(i).Select(box => Invariant(
                $"{(IsCat(i) ? Cat : Dog)} {box.X} {box.Y} {box.X + box.Width - 1} {box.Y + box.Height - 1}")))} ")),
        "VOC" => All().Aggregate(Filled("JPEGImages"), (folder, i) => folder.Write($"Annotations/{Name(i)}.xml", MadeDatasets.Xml(width, height,
            [.. Boxes(i).Select(box => MadeDatasets.Object(
                Label(i), $"{box.X + 1}", $"{box.Y + 1}", $"{box.X + box.Width}", $"{box.Y + box.Height}"))]))),
        "COCO" => Filled("val").Write("annotations/instances_val.json", $$"""
            {
              "images": [{{Items(i => Invariant($$"""{ "id": {{i}}, "file_name": "{{Name(i)}}.png", "width": {{width}}, "height": {{height}} }"""))}}],
              "annotations": [{{Items(i => string.Join(',', Boxes(i).Select((box, b) => Invariant(
                  $$"""{ "id": {{10 * i + b}}, "image_id": {{i}}, "category_id": {{(IsCat(i) ? 17 : 18)}}, "bbox": [{{box.X}}, {{box.Y}}, {{box.Width}}, {{box.Height}}] }"""))))}}],
              "categories": [{ "id": 17, "name": "cat" }, { "id": 18, "name": "dog" }]
            }
            """),
        "table" => Filled("photos").Write("objects.csv", "image,label,x,y,width,height\n" + string.Concat(All().SelectMany(i => Boxes(i).Select(box => Invariant(
            $"photos/{Name(i)}.png,{Label(i)},{box.X},{box.Y},{box.Width},{box.Height}\n"))))),
        _ => All().Aggregate(new DatasetFolder(), (folder, i) => folder.Write($"{Label(i)}/{Name(i)}.png", photos[i])),
    };

    private DatasetFolder Filled(string folder) => All().Aggregate(new DatasetFolder(), (filled, i) => filled.Write($"{folder}/{Name(i)}.png", photos[i]));

    private IEnumerable<int> All() => Enumerable.Range(0, photos.Count);

    private string Lines(Func<int, string> line) => string.Concat(All().Select(i => line(i) + "\n"));

    private string Items(Func<int, string> item) => string.Join(',', All().Select(item));

    private bool IsCat(int i) => i < photos.Count / 2;

    private string Label(int i) => IsCat(i) ? "cat" : "dog";

    private static string Name(int i) => i.ToString("000", CultureInfo.InvariantCulture);

    /// <summary>Every third photo has two objects.</summary>
    private static IEnumerable<PixelBox> Boxes(int i) => i % 3 == 0 ? [Box(i), new PixelBox(50, 40, 30, 30)] : [Box(i)];

    private static PixelBox Box(int i) => new(i % 20, i % 15, 40, 35 + i % 5);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
