using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tasks;
using GradCamService.Explain.Tests.Queue;
using Xunit;

namespace GradCamService.Explain.Tests.Orders;

public sealed class PictureOrderTests
{
    /// <summary>Only the fields of all tasks are read.</summary>
    private static readonly ModelTask AsksNothing =
        TaskTable.Of("classification") with { ReadExplanation = (_, _) => new Subject(TargetChoice.None) };

    [Theory]
    [InlineData(null, null, "0.15")]
    [InlineData("otsu", null, "otsu")]
    [InlineData("otsu", "p90", "p90")]
    [InlineData(null, "0.4", "0.4")]
    public void The_threshold_is_the_requests_else_the_models_else_the_papers(string? manifest, string? request, string expected)
    {
        var model = MadeOrders.Model(threshold: manifest is null ? null : ThresholdRule.Parse(manifest), task: AsksNothing);

        Assert.Equal(expected, Read(model, request is null ? [] : [("threshold", request)]).Threshold.Name);
    }

    [Fact]
    public void Without_fields_pictures_look_as_the_document_says()
    {
        var style = Read(MadeOrders.Model(task: AsksNothing)).Style;

        Assert.Equal(
            (0.7, PictureFrame.Input, true, PictureFormat.Png, 0),
            (style.Opacity, style.Frame, style.Enlarges, style.Format, style.Marks.Count));
    }

    [Fact]
    public void Each_field_is_in_the_order()
    {
        var style = Read(
            MadeOrders.Model(task: AsksNothing), ("opacity", "0.25"), ("draw", "Boxes"), ("draw", "caption"), ("draw", "boxes"), ("frame", "photo"),
            ("enlarge", "false"), ("imageFormat", "webp"), ("colormap", "gray")).Style;

        Assert.Equal(
            (0.25, PictureFrame.Photo, false, PictureFormat.WebP, ColorMapName.Gray),
            (style.Opacity, style.Frame, style.Enlarges, style.Format, style.Colors));
        Assert.Equal(["boxes", "caption"], style.Marks.Order(StringComparer.Ordinal));
    }

    private static Order Read(LoadedModel model, params (string Name, string Text)[] fields) => OrderReader.Explanation.Read(
        fields.ToLookup(field => field.Name, field => field.Text, StringComparer.OrdinalIgnoreCase), model, TaskTable.All, new FieldErrors());
}
