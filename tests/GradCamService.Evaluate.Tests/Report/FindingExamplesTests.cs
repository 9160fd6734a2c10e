using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Report;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Tests.Runs;
using Xunit;

namespace GradCamService.Evaluate.Tests.Report;

public sealed class FindingExamplesTests(Device device) : IClassFixture<Device>
{
    private const int Corner = (EvidenceGrid.Cells - 1) * EvidenceGrid.Cells;

    private static readonly Dictionary<string, string> Groups = new() { ["0"] = "ward", ["1"] = "ward", ["2"] = "home", ["3"] = "home" };

    [Fact]
    public void A_fixed_place_is_shown_by_the_photos_with_most_evidence_there_and_by_both_mean_maps()
    {
        var examples = Looked(Finding(BiasFinding.AtFixedPlace) with { Category = "9", Cell = [EvidenceGrid.Cells - 1, 0] });

        // Photos 0 to 3 have the label 9 and 0.1, 0.2, 0.3, 0.4 in the corner; photos 4 and 5 another label and 0.5, 0.6.
        Assert.Equal(["3", "2", "1"], examples.Photos.Select(photo => photo.Image));
        Assert.Equal([("these photos", 4), ("all others", 2)], examples.Means.Select(mean => (mean.Title, mean.Photos)));
        Assert.Equal([0.25, 0.55], examples.Means.Select(mean => Math.Round(mean.Shares[Corner], 12)));
    }

    [Fact]
    public void A_finding_of_a_group_is_shown_by_the_groups_photos()
    {
        var examples = Looked(Finding(MeasureTable.Border) with { Group = "ward" });

        Assert.Equal(["1", "0"], examples.Photos.Select(photo => photo.Image));
        Assert.Equal([2, 4], examples.Means.Select(mean => mean.Photos));
    }

    [Fact]
    public void Right_and_wrong_predictions_are_shown_by_their_mean_maps()
    {
        var examples = Looked(Finding(BiasFinding.RightWrong));

        // All are predicted to be of class 9.
        Assert.Empty(examples.Photos);
        Assert.Equal([("right predictions", 4), ("wrong predictions", 2)], examples.Means.Select(mean => (mean.Title, mean.Photos)));
    }

    [Fact]
    public void A_mean_map_is_drawn_a_square_a_cell_and_the_cell_that_is_meant_is_framed()
    {
        var shares = new double[EvidenceGrid.Cells * EvidenceGrid.Cells];
        shares[Corner] = 1;

        var picture = GridPictures.Draw(shares, 1, [EvidenceGrid.Cells - 1, 0]);

        // Viridis in matplotlib begins with 68, 1, 84 and ends with 253, 231, 37; the square of the last row's first cell is 16 pixels a side.
        Assert.Equal((224, 224), (picture.Width, picture.Height));
        Assert.Equal([68, 1, 84], Pixel(0, 0));
        Assert.Equal([253, 231, 37], Pixel(8, 216));
        Assert.Equal([255, 255, 255], Pixel(0, 223));
        Assert.Equal([0, 0, 0], Pixel(2, 221));

        byte[] Pixel(int x, int y) => picture.Pixels[((y * 224 + x) * 3)..((y * 224 + x) * 3 + 3)];
    }

    private static BiasFinding Finding(string kind) => new(kind, "network", "grad-cam", null, null, 0.5, null, 6, null);

    private FindingExamples Looked(BiasFinding finding)
    {
        var plan = device.Plan(1, ["bias"], "grad-cam");
        var examples = new FindingExamples(finding, Groups);
        for (var i = 0; i < 6; i++)
        {
            var grid = new double[EvidenceGrid.Cells * EvidenceGrid.Cells];
            grid[Corner] = (i + 1) / 10.0;
            var map = new MapResult("grad-cam", null, "9", 1, 0.5, "ok")
            {
                Index = 9,
                Values = new Dictionary<string, double> { [MeasureTable.Border] = (i + 1) / 10.0 },
                Curves = new Dictionary<string, double[]> { [MeasureTable.Grid] = grid },
            };
            examples.Look(new Seen(plan, plan.Models[0], new DatasetImage($"{i}", "/", [new DatasetObject(i < 4 ? "9" : "4", null)]),
                new ImageResult($"{i}", null, [new PredictedClass(9, "9", 1, 0.5)], [map]), "grad-cam", 0));
        }
        return examples;
    }
}
