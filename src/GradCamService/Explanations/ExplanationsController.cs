using System.Diagnostics;
using GradCamService.Answers;
using GradCamService.Callers;
using GradCamService.Configuration;
using GradCamService.Explain.Orders;
using GradCamService.Models;
using GradCamService.Problems;
using GradCamService.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Explanations;

/// <summary>Which pixels made the model say that?</summary>
[ApiController]
[Authorize(CallerRoles.Explain)]
[Route("v1/models/{model}/explanations")]
[Tags("Explanations")]
public sealed class ExplanationsController(ModelEntrance models, FormReader forms) : ControllerBase
{
    /// <summary>Explains an image.</summary>
    /// <remarks>
    /// Any number of concepts by any number of methods, such as Grad-CAM and Guided Grad-CAM (Selvaraju et al., ICCV 2017), from one request; the
    /// field method tells what each answers.
    /// The Accept header chooses JSON (application/json), the picture of the first explanation (image/png, image/jpeg, image/webp) or the numbers
    /// for numpy.load (application/x-npz).
    ///
    /// No photo at hand? [A cat's](../samples/chelsea.jpg), to save and to send as image.
    /// </remarks>
    /// <param name="model">The model's name, as <c>GET /v1/models</c> lists it.</param>
    /// <param name="version">One of its versions; without it, the newest that is ready.</param>
    /// <response code="200">The explanations as JSON, the first one as a picture, or all of them as arrays.</response>
    [HttpPost(Name = "Explain")]
    [CountsDaily]
    [ReadsOrder(ReadsOrderAttribute.Explanation)]
    [ProducesResponseType<ExplanationResponse>(StatusCodes.Status200OK, JsonAnswer.MediaType)]
    [ProblemAnswers]
    public Task<IActionResult> Explain(string model, [FromQuery] string? version) => AnswerAsync(model, version, AnswerFormat.All);

    /// <summary>Explains an image by a picture.</summary>
    /// <remarks>
    /// The same as <c>Accept: image/png</c> at the path without <c>/picture</c>: for clients that a generator wrote, where an operation has one type
    /// of answer.
    /// </remarks>
    /// <param name="model">The model's name, as <c>GET /v1/models</c> lists it.</param>
    /// <param name="version">One of its versions; without it, the newest that is ready.</param>
    /// <response code="200">The first explanation as a picture; JPEG or WebP where the Accept header asks for it.</response>
    [HttpPost("picture", Name = "ExplainAsPicture")]
    [CountsDaily]
    [ReadsOrder(ReadsOrderAttribute.Explanation)]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [ProblemAnswers]
    public Task<IActionResult> ExplainAsPicture(string model, [FromQuery] string? version) => AnswerAsync(model, version, PictureAnswer.Formats);

    /// <summary>Explains an image by numbers for numpy.load.</summary>
    /// <remarks>The same as <c>Accept: application/x-npz</c> at the path without <c>/numbers</c>, for the same clients.</remarks>
    /// <param name="model">The model's name, as <c>GET /v1/models</c> lists it.</param>
    /// <param name="version">One of its versions; without it, the newest that is ready.</param>
    /// <response code="200">All explanations as arrays.</response>
    [HttpPost("numbers", Name = "ExplainAsNumbers")]
    [CountsDaily]
    [ReadsOrder(ReadsOrderAttribute.Explanation)]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [ProblemAnswers]
    public Task<IActionResult> ExplainAsNumbers(string model, [FromQuery] string? version) => AnswerAsync(model, version, [NpzAnswer.Format]);

    private async Task<IActionResult> AnswerAsync(string model, string? version, IReadOnlyList<AnswerFormat> offered)
    {
        var clock = Stopwatch.StartNew();
        var format = AnswerFormat.Choose(Request, offered);
        var loaded = await models.EnterAsync(HttpContext, model, version);
        var (place, form) = await forms.EnterAsync(HttpContext);
        var order = format.Prepare(form.Read(OrderReader.Explanation, loaded));
        var explained = await place.ExplainAsync(order, form.Images);
        RequestCost.Tell(HttpContext, explained);
        var rendering = Stopwatch.GetTimestamp();
        var answer = await place.DrawAsync(explained, cancellation => format.Write(explained, cancellation));
        return new AnswerResult(format, answer, Timings.Of(explained.Times, Stopwatch.GetElapsedTime(rendering), clock.Elapsed));
    }
}
