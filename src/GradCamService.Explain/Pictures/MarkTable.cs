using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Drawing;
using GradCamService.Explain.Imaging.Lettering;
using GradCamService.Explain.Orders;

namespace GradCamService.Explain.Pictures;

/// <summary>Something that is drawn on a picture or beside it when it is asked for: a row of <see cref="MarkTable"/>.</summary>
/// <param name="Name">As the API writes it.</param>
/// <param name="Draw">Draws it; what an explanation does not have, such as boxes, leaves the picture as it is.</param>
internal sealed record Mark(string Name, Func<Plate, Explanation, Order, Picture> Draw)
{
    /// <summary>Whether it lies on the picture rather than under it.</summary>
    public bool IsWithin { get; init; }
}

/// <summary>All marks, in the order in which they are drawn.</summary>
internal static class MarkTable
{
    private static readonly byte[] White = [255, 255, 255];
    private static readonly byte[] Green = [0, 255, 0];

    public static IReadOnlyList<Mark> All { get; } =
    [
        new(MarkNames.Contours, Contours) { IsWithin = true },
        new(MarkNames.Boxes, Boxes) { IsWithin = true },
        new(MarkNames.Legend, (plate, _, _) => Legend(plate)),
        new(MarkNames.Caption, Caption),
    ];

    /// <summary>A picture with the marks that an order asks for.</summary>
    /// <param name="plate">The picture; the caller lets go of it.</param>
    /// <param name="explanation">What it shows.</param>
    /// <param name="order">That asks.</param>
    /// <param name="onlyWithin">Whether there is no room under it.</param>
    public static Picture Apply(Plate plate, Explanation explanation, Order order, bool onlyWithin = false) => All
        .Where(mark => order.Style.Marks.Contains(mark.Name) && (mark.IsWithin || !onlyWithin))
        .Aggregate(plate, (drawn, mark) => drawn with { Picture = mark.Draw(drawn, explanation, order) }).Picture;

    /// <summary>The segments' outlines: between the values of the heatmap at the input's size, linear as numbers are.</summary>
    private static Picture Contours(Plate plate, Explanation explanation, Order order)
    {
        if (explanation.Localize(order.Threshold) is not { Peak: not null } found)
            return plate.Picture;
        var (canvas, box) = (plate.Canvas, plate.Canvas.Analyzed);
        var rows = new GridRows(explanation.Heatmap, canvas.Placement.InputHeight, canvas.Placement.InputWidth, canvas, Kernels.Linear);
        var (values, belongs) = (new float[box.Width], new bool[box.Width * box.Height]);
        for (var y = 0; y < box.Height; y++)
        {
            rows.Read(y, values);
            for (var x = 0; x < box.Width; x++)
                belongs[(y * box.Width) + x] = values[x] > found.Level;
        }
        Outlines.Draw(plate.Picture.Pixels, canvas, belongs, White);
        return plate.Picture;
    }

    /// <summary>The boxes of the localization, the largest on top.</summary>
    private static Picture Boxes(Plate plate, Explanation explanation, Order order)
    {
        foreach (var box in explanation.Localize(order.Threshold)?.Boxes.Reverse() ?? [])
            Outlines.Draw(plate.Picture.Pixels, plate.Canvas, plate.Canvas.Find(box.Box, explanation.Photo.Placement), Green);
        return plate.Picture;
    }

    private static Picture Legend(Plate plate) => Strips.WithScale(plate.Picture, plate.Scale, LongSideOf(plate));

    private static Picture Caption(Plate plate, Explanation explanation, Order order) =>
        Strips.WithLine(plate.Picture, PictureTexts.NameOf(explanation.Target), PictureTexts.NumbersOf(explanation), LongSideOf(plate));

    private static int LongSideOf(Plate plate) => Math.Max(plate.Canvas.Width, plate.Canvas.Height);
}
