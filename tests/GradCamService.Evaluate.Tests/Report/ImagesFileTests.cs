using System.Text;
using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Report;
using GradCamService.Evaluate.Tests.Runs;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using Xunit;

namespace GradCamService.Evaluate.Tests.Report;

public sealed class ImagesFileTests(Device device) : IClassFixture<Device>
{
    private static readonly PredictedClass[] Predictions = [new(9, "9", -1.5, 0.5), new(4, "4", -2, 0.25)];

    [Fact]
    public void A_row_tells_of_one_photo_concept_and_method()
    {
        // The box and its peak lie on the photo's box at the first threshold; at the second nothing is found.
        var map = Map("9", "nine") with
        {
            Boxes = [[0, 0, 40, 40], null],
            Peak = [39, 39],
            Values = new Dictionary<string, double> { ["energyInside"] = 0.75 },
        };

        var rows = Rows(Plan("energy"), new ImageResult("000.png", null, Predictions, [map]));

        Assert.Equal(
            [
                "model,image,label,top1,top5,category,concept,method,score,probability,status,peakX,peakY,pointingHit,"
                    + "x@0.15,y@0.15,width@0.15,height@0.15,iou@0.15,boxHit@0.15,"
                    + "x@otsu,y@otsu,width@otsu,height@otsu,iou@otsu,boxHit@otsu,energyInside,problem",
                "network,000.png,9,1,1,9,nine,grad-cam,-1.5,0.5,ok,39,39,1,0,0,40,40,1,1,,,,,0,0,0.75,",
            ],
            rows);
    }

    [Fact]
    public void A_box_that_meets_half_hits_and_a_peak_beside_it_does_not()
    {
        // 40 × 20 pixels of 40 × 40.
        var map = Map("9", "nine") with { Boxes = [[0, 0, 40, 20], [0, 0, 40, 19]], Peak = [40, 0] };

        var row = Rows(Plan(), new ImageResult("000.png", null, Predictions, [map]))[1];

        Assert.EndsWith(",40,0,0,0,0,40,20,0.5,1,0,0,40,19,0.475,0,", row, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prediction_that_is_on_no_box_hits_and_misses_nothing()
    {
        var map = Map(null, "four") with { Boxes = [[0, 0, 40, 20], null], Peak = [40, 0] };

        var row = Rows(Plan(), new ImageResult("000.png", null, Predictions, [map]))[1];

        Assert.EndsWith(",four,grad-cam,-1.5,0.5,ok,40,0,,0,0,40,20,,,,,,,,,", row, StringComparison.Ordinal);
    }

    [Fact]
    public void A_photo_that_could_not_be_read_has_a_row_that_says_why()
    {
        var rows = Rows(Plan(), new ImageResult("000.png", "The image, \"cut\" off.", [], []));

        Assert.Equal("network,000.png,9,,,,,,,,,,,,,,,,,,,,,,,,\"The image, \"\"cut\"\" off.\"", Assert.Single(rows.Skip(1)));
    }

    [Theory]
    [InlineData("=HYPERLINK(1)", "\"'=HYPERLINK(1)\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(1)", "\"'@SUM(1)\"")]
    [InlineData(" =1", "\"' =1\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("Käse =1", "Käse =1")]
    public void A_label_is_never_a_formula(string label, string field)
    {
        var text = Write(Plan(), new ImageResult("000.png", null, [], [Map(null, label)]));

        Assert.Contains($",{field},grad-cam,-1.5,", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_have_a_column_where_there_are_any()
    {
        var plan = Plan() with { Groups = new Dictionary<string, string> { ["000.png"] = "night" } };

        var rows = Rows(plan, new ImageResult("000.png", null, Predictions, [Map("9", "nine")]));

        Assert.StartsWith("model,image,group,label,", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("network,000.png,night,9,", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Pieces_are_asked_for_while_those_before_are_written()
    {
        var plan = Plan() with { Images = [.. Enumerable.Range(0, 8000).Select(i => Photo($"{i:0000}.png"))] };
        using var stream = new MemoryStream();
        var written = new List<long>();

        ImagesFile.Write(stream, plan, plan.Pieces.Select(piece =>
        {
            written.Add(stream.Length);
            return new PieceResult(piece, [.. plan.ImagesOf(piece).Select(image =>
                new ImageResult(image.Id, null, Predictions, [Map("9", "nine")]))]);
        }));

        // The writer's buffer is all that may lie between.
        const int Buffer = 1 << 17;
        Assert.InRange(written[^1], stream.Length - Buffer, stream.Length);
        Assert.True(stream.Length > 3 * Buffer);
    }

    private static MapResult Map(string? category, string concept) =>
        new("grad-cam", category, concept, -1.5, 0.5, "ok") { Index = 9, Boxes = [null, null] };

    private static DatasetImage Photo(string id) => new(id, "/" + id, [new DatasetObject("9", new PixelBox(0, 0, 40, 40))]);

    private EvaluationPlan Plan(params string[] metrics) => device.Plan(1, metrics, "grad-cam") with
    {
        Images = [Photo("000.png")],
        Thresholds = [ThresholdRule.Default, ThresholdRule.Parse("otsu")!],
    };

    private static string[] Rows(EvaluationPlan plan, ImageResult result) => Write(plan, result).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private static string Write(EvaluationPlan plan, ImageResult result)
    {
        using var stream = new MemoryStream();
        ImagesFile.Write(stream, plan, [new PieceResult(new Piece(0, 0), [result])]);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
