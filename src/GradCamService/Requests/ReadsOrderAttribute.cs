using GradCamService.Explain.Orders;

namespace GradCamService.Requests;

/// <summary>Says of a route that its body is a form with an order, so that the API's document shows the fields.</summary>
/// <param name="name">What is ordered.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsOrderAttribute(string name) : Attribute
{
    public const string Explanation = "explanation";
    public const string Prediction = "prediction";

    private static readonly OrderReader[] All = [OrderReader.Explanation, OrderReader.Prediction];

    public OrderReader Reader { get; } = All.Single(reader => reader.Name == name);
}
