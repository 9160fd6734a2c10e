using GradCamService.Callers;
using GradCamService.Configuration;
using GradCamService.Explain.Orders;
using GradCamService.Models;
using GradCamService.Problems;
using GradCamService.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Predictions;

/// <summary>What the model says.</summary>
[ApiController]
[Authorize(CallerRoles.Explain)]
[Route("v1/models/{model}/predictions")]
[Tags("Predictions")]
public sealed class PredictionsController(ModelEntrance models, FormReader forms) : ControllerBase
{
    /// <summary>Says what the model sees: classes, captions, answers to a question, the values of actions, masks, boxes or plain numbers.</summary>
    /// <remarks>What each of them is, the model's task says. An explanation lists the five best of them, too.</remarks>
    /// <param name="model">The model's name, as <c>GET /v1/models</c> lists it.</param>
    /// <param name="version">One of its versions; without it, the newest that is ready.</param>
    /// <response code="200">The best predictions.</response>
    [HttpPost(Name = "Predict")]
    [CountsDaily]
    [ReadsOrder(ReadsOrderAttribute.Prediction)]
    [ProducesResponseType<PredictionListResponse>(StatusCodes.Status200OK)]
    [ProblemAnswers]
    public async Task<PredictionListResponse> Predict(string model, [FromQuery] string? version)
    {
        var loaded = await models.EnterAsync(HttpContext, model, version);
        var (place, form) = await forms.EnterAsync(HttpContext);
        var order = form.Read(OrderReader.Prediction, loaded);
        var explained = await place.ExplainAsync(order, form.Images);
        RequestCost.Tell(HttpContext, explained);
        // Masks are drawn.
        var listing = await place.DrawAsync(explained, _ => loaded.Task.List(loaded, order.Subject, explained.Output));
        return new PredictionListResponse(listing.Predictions) { Sections = listing.Sections.ToDictionary() };
    }
}
