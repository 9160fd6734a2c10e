using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;

namespace GradCamService.Explain.Pictures;

/// <summary>
/// The picture of a task whose targets belong together, as a sentence and its words: the photo with the first target's map (and its product
/// with gradients, where that is asked for), then each other's map under its name. A method without maps shows its gradients instead.
/// </summary>
public static class TargetSheet
{
    /// <returns>Null where no target has anything to see.</returns>
    public static Picture? Draw(Explained explained)
    {
        var (order, method) = (explained.Order, explained.Order.Methods[0]);
        var targets = explained.Explanations.Where(explanation => explanation.Method == method).ToList();
        var head = new List<SheetCell> { new(NameOf(method), Draw(targets[0], order.Colors, ContactSheets.HeadSide)) };
        if (method is { Map: not null, Pixels: not null })
            head.Add(new SheetCell(method.Name, PictureTable.Draw(targets[0], method.Pictures[0], order.Colors)));
        var cells = targets.Skip(1)
            .Select(word => new SheetCell(word.Target.Concept.Label, Draw(word, order.Colors, ContactSheets.CellSide)))
            .ToList();
        return head.Concat(cells).All(cell => cell.Picture is null) ? null : ContactSheets.Draw(targets[0].Target.Concept.Label, head, cells);
    }

    /// <summary>Of a method whose map is multiplied with gradients, the method that made the map.</summary>
    private static string NameOf(Method method) => method.Pixels is null || method.Map is null ? method.Name
        : MethodTable.All.First(other => other.Pixels is null && other.Map == method.Map).Name;

    private static Picture? Draw(Explanation explanation, ColorMapName colors, int side)
    {
        if (!explanation.HasHeatmap)
            return PictureTable.Draw(explanation, explanation.Method.Pictures[0], colors);
        if (MapStatuses.OfMap(explanation.Map?.Values ?? explanation.Attribution) != MapStatus.Ok)
            return null;
        var (photo, placement) = Miniatures.Of(explanation.Photo.Photo!, explanation.Photo.Placement, side);
        return Overlays.Draw(photo, explanation.Heatmap, placement, colors);
    }
}
