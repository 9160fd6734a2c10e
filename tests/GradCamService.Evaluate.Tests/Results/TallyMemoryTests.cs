using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Tests.Runs;
using GradCamService.Explain.Imaging;
using Xunit;

namespace GradCamService.Evaluate.Tests.Results;

/// <summary>Whoever weighs memory is alone in the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryTests
{
    public const string Name = "memory";
}

/// <summary>What is kept of a photo when figures are counted.</summary>
[Collection(MemoryTests.Name)]
public sealed class TallyMemoryTests(Device device) : IClassFixture<Device>
{
    private const int Fewer = 2000;
    private const int More = 8000;

    /// <summary>
    /// Of a photo, one model and one method: a grid of 196 cells of 4 bytes, 21 overlaps of 8, its points (80), and fourteen numbers of 12, which lists hold
    /// twice at worst; heads of arrays and the photo's name in the order of all.
    /// </summary>
    private const double MostBytes = 1700;

    [Fact]
    public void A_photo_costs_the_numbers_that_intervals_are_drawn_from()
    {
        var bytes = (BytesOf(More) - BytesOf(Fewer)) / (double)(More - Fewer);

        TestContext.Current.TestOutputHelper!.WriteLine($"{bytes:0} bytes a photo");
        Assert.InRange(bytes, EvidenceGrid.Cells * EvidenceGrid.Cells * sizeof(float), MostBytes);
    }

    private long BytesOf(int photos)
    {
        var images = Enumerable.Range(0, photos).Select(i => new DatasetImage($"{i:00000}.png", "/", [new DatasetObject("9", new PixelBox(0, 0, 40, 40))])).ToList();
        var plan = device.Plan(1, ["accuracy", "localization", "pointing", "energy", "bias"], "grad-cam") with { Images = images };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var tally = new Tally(plan);
        foreach (var piece in plan.Pieces)
            tally.Add(new PieceResult(piece, [.. plan.ImagesOf(piece).Select(image => Result(image.Id))]));
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(tally);
        return bytes;
    }

    /// <summary>As the journal reads it: all new, nothing shared with another photo's.</summary>
    private static ImageResult Result(string id) => new(id, null, [new PredictedClass(9, new string('9', 1), 1, 0.5)],
    [
        new MapResult("grad-cam", "9", "9", 1, 0.5, "ok")
        {
            Index = 9,
            Boxes = [[0, 0, 40, 40]],
            Peak = [1, 1],
            Values = MeasureTable.Places.Append(MeasureTable.EnergyInside).ToDictionary(name => name, _ => 0.5),
            Curves = new Dictionary<string, double[]>
            {
                [MeasureTable.Grid] = new double[EvidenceGrid.Cells * EvidenceGrid.Cells],
                [MeasureTable.BoxIoUs] = new double[MaxBoxAccuracy.Thresholds.Count],
            },
        },
    ])
    {
        Size = [90, 80],
    };
}
