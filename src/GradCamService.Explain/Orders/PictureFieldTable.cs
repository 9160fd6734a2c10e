using GradCamService.Explain.Fields;
using GradCamService.Explain.Methods;

namespace GradCamService.Explain.Orders;

/// <summary>A field that concerns nothing but pictures.</summary>
/// <param name="Field">Its row.</param>
/// <param name="Takes">Whether an answer has something that it changes.</param>
/// <param name="Of">What that would be, in the singular.</param>
internal sealed record PictureField(Field Field, Func<Order, bool> Takes, string Of);

/// <summary>
/// Fields that would be ignored in silence where an answer has no such picture. Colours and names of pictures are not among them: they are
/// sent along with every request by those who always want the same.
/// </summary>
public static class PictureFieldTable
{
    private static readonly PictureField[] All =
    [
        new(OrderFields.Opacity, order => IsSheet(order) || order.Drawn.Any(drawn => drawn.Picture == PictureNames.Overlay), "overlay"),
        new(OrderFields.Draw, order => order.Drawn.Count > 0, "picture"),
        new(OrderFields.Frame,
            order => order.Drawn.Any(drawn => drawn.Picture is PictureNames.GuidedGradCam or PictureNames.GuidedBackprop or PictureNames.Attribution),
            "picture of gradients"),
        new(OrderFields.Enlarge, order => order.Drawn.Count > 0, "picture"),
        new(OrderFields.ImageFormat, order => !order.IsOnePicture && order.Drawn.Count > 0, "picture in JSON"),
    ];

    /// <summary>Which of them were sent.</summary>
    internal static IReadOnlySet<string> Sent(FieldReader fields) =>
        All.Where(row => fields.Has(row.Field)).Select(row => row.Field.Name).ToHashSet();

    /// <summary>Refuses what was sent and changes nothing, now that it is known which pictures the answer has.</summary>
    /// <param name="order">Prepared for a form of answer.</param>
    /// <param name="form">That form's media type.</param>
    /// <exception cref="InvalidFieldsException">There is such a field.</exception>
    public static void RefuseIdle(Order order, string form)
    {
        var errors = new FieldErrors();
        foreach (var row in All.Where(row => order.PictureFields.Contains(row.Field.Name) && !row.Takes(order)))
            errors.Add(row.Field.Name, $"'{row.Field.Name}' would change nothing: this answer ({form}) has no {row.Of}; it has {Pictures(order)}.");
        errors.ThrowIfAny();
    }

    private static bool IsSheet(Order order) => order.IsOnePicture && order.Model.Task.IsDrawnAsSheet;

    private static string Pictures(Order order) => order.IsOnePicture ? order.Drawn[0].Picture
        : order.Drawn.Count == 0 ? "no pictures" : string.Join(", ", order.Drawn.Select(drawn => drawn.Picture).Distinct());
}
