using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Drawing;
using GradCamService.Explain.Orders;

namespace GradCamService.Explain.Pictures;

/// <summary>Small overlays, of which many are seen at once.</summary>
public static class MiniatureMaps
{
    /// <param name="explanation">Of an order that is drawn on its photo.</param>
    /// <param name="order">That order, for colours and marks; what would stand under a picture is left out.</param>
    /// <param name="side">The longest side, in pixels.</param>
    /// <param name="full">What gets the last colour; null: the map's own maximum.</param>
    /// <returns>Of a method without a heatmap its own picture; null where there is nothing to see.</returns>
    public static Picture? Draw(Explanation explanation, Order order, int side, float? full = null)
    {
        if (!explanation.HasHeatmap)
            return PictureTable.Draw(explanation, explanation.Method.Pictures[0], order with { Style = Plain(order.Style) });
        if (PictureTable.HeatOf(explanation) is not { } heat)
            return null;
        var (photo, placement) = Miniatures.Of(explanation.Photo.Photo!, explanation.Photo.Placement, side);
        var canvas = Canvas.OfPhoto(placement, enlarges: false);
        var picture = Overlays.Draw(photo, heat with { Full = full ?? heat.Full }, canvas, order.Style);
        return MarkTable.Apply(new Plate(picture, canvas, ColorScale.Of(order.Style.Colors, heat.Full)), explanation, order, onlyWithin: true);
    }

    /// <summary>Whoever shows several says itself what would stand under one.</summary>
    internal static PictureStyle Plain(PictureStyle style) => style with { Marks = new HashSet<string>() };
}
