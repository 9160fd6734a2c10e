using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Tasks;
using GradCamService.Explain.Tasks.Segmentation;
using GradCamService.Onnx.Analysis;
using Xunit;

namespace GradCamService.Explain.Tests.Tasks.Segmentation;

/// <summary>Boxes and points of the photo on a grid of 4 × 4 places over the middle 80 × 80 of 120 × 80 pixels.</summary>
public sealed class MapRegionTests
{
    private static readonly Placement Middle = Placement.Of(
        120, 80, new InputSpec(8, 8, ColorOrder.Rgb, 1, Fit.Crop, Resampling.Bilinear, [0], [1]), Fit.Crop);

    [Theory]
    // Places are 20 × 20 pixels and begin at x = 20: those whose centres lie in the box.
    [InlineData("20,0,40,20", "1100 0000 0000 0000")]
    [InlineData("31,0,20,20", "0100 0000 0000 0000")]
    [InlineData("0,25,35,200", "0000 1000 1000 1000")]
    // No centre lies in it: the place that it lies in.
    [InlineData("41,41,5,5", "0000 0000 0100 0000")]
    [InlineData("0,0,120,80", "1111 1111 1111 1111")]
    public void A_box_has_the_places_whose_centres_lie_in_it(string box, string places) => Assert.Equal(places, Places((PhotoPlaces.Box.Name, box)));

    [Theory]
    [InlineData("20,0", "1000 0000 0000 0000")]
    [InlineData("99,79", "0000 0000 0000 0001")]
    [InlineData("59.9,20", "0000 0100 0000 0000")]
    public void A_point_has_its_place(string point, string places) => Assert.Equal(places, Places((PhotoPlaces.Point.Name, point)));

    [Theory]
    [InlineData("box", "0,0,20,80")]
    [InlineData("box", "100,0,20,80")]
    [InlineData("point", "19,40")]
    [InlineData("point", "100,40")]
    [InlineData("point", "50,80")]
    public void What_the_network_does_not_see_is_refused(string field, string text)
    {
        var region = Read((field, text));

        var refusal = Assert.Throws<InvalidFieldsException>(() => region.Check(Middle));

        Assert.Contains("x from 20 to 100, y from 0 to 80 of 120 × 80 pixels", Assert.Single(refusal.Errors[field]), StringComparison.Ordinal);
    }

    private static MapRegion Read((string Name, string Text) field)
    {
        var errors = new FieldErrors();
        var region = MapRegion.Read(new FieldReader(new[] { field }.ToLookup(each => each.Name, each => each.Text), errors));
        errors.ThrowIfAny();
        return region;
    }

    private static string Places((string, string) field)
    {
        var region = Read(field);
        region.Check(Middle);
        var output = new NetworkOutput([], [])
        {
            Placement = Middle,
            Segmentation = new Explain.Outputs.Segmentation(4, 4, new Dictionary<int, ClassMask>(), new PlaceShares(ScoreMeaning.Linear, null)),
        };
        return string.Join(' ', region.PlacesIn(output, [0]).Cast<bool>().Chunk(4).Select(row => string.Concat(row.Select(set => set ? '1' : '0'))));
    }
}
