using System.Diagnostics;
using GradCamService.Explain.Explainers;
using GradCamService.Models;
using GradCamService.Problems;
using GradCamService.Queue;
using GradCamService.Telemetry;
using GradCamService.Uploads;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Explanations;

/// <summary>Which pixels made the model say that?</summary>
[ApiController]
[Route("v1/models/{model}/explanations")]
[Tags("Explanations")]
public sealed class ExplanationsController(ServedModels models, InferenceQueue queue, UploadReader uploads, ServiceMetrics metrics) : ControllerBase
{
    /// <summary>Explains an image.</summary>
    /// <remarks>
    /// Grad-CAM, Guided Backpropagation and Guided Grad-CAM (Selvaraju et al., ICCV 2017) of any number of concepts from one forward pass.
    /// The Accept header chooses JSON (application/json), the picture of the first explanation (image/png) or the numbers for numpy.load
    /// (application/x-npz).
    /// </remarks>
    /// <param name="model">The model's name, as <c>GET /v1/models</c> lists it.</param>
    /// <param name="request">The form.</param>
    /// <param name="cancellation">Signalled when the caller hangs up.</param>
    /// <response code="200">The explanations as JSON, the first one as a picture, or all of them as arrays.</response>
    [HttpPost(Name = "Explain")]
    [Consumes("multipart/form-data")]
    [ReadsForm]
    [ProducesResponseType<ExplanationResponse>(StatusCodes.Status200OK, AnswerFormat.Json, AnswerFormat.Png, AnswerFormat.Npz)]
    [ProblemAnswers]
    public async Task<IActionResult> Explain(string model, [FromForm] ExplanationRequest request, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var format = AnswerFormat.Choose(Request);
        var loaded = models.Library.Ready(model);
        var errors = RequestFields.Check(ModelState, Request.Form.Keys, FormFields<ExplanationRequest>.Names);
        TaskFields.Check(Request.Form.Keys, loaded, errors);
        UploadReader.Check(Request.Form, loaded.Manifest.Input.Frames, errors);
        var order = ExplanationReader.Read(request, loaded, errors);

        using var place = queue.Admit();
        var decoding = Stopwatch.GetTimestamp();
        var photo = uploads.Prepare(Request.Form, loaded.Manifest.Input, order.Fit, order.NeedsPhoto(format), cancellation);
        var decoded = Stopwatch.GetElapsedTime(decoding);
        metrics.Stage("decode", loaded.Name, decoded);

        var key = new BatchKey(loaded, order.Layer, Passes.For(order.Methods));
        var item = new ExplainerItem(photo.Values, order.Aim.Targets, order.Counterfactual, order.Text?.Ids, order.Beams);
        var computed = await place.ComputeAsync(key, item, cancellation);

        var rendering = Stopwatch.GetTimestamp();
        var answer = new Answer(new ExplainedImage(order, photo.Photo, photo.Placement, computed), format, Response);
        var rendered = Stopwatch.GetElapsedTime(rendering);
        metrics.Stage("render", loaded.Name, rendered);
        return answer.Result(new Timings(
            computed.Waited.TotalMilliseconds, decoded.TotalMilliseconds, computed.Forward.TotalMilliseconds,
            computed.Backward.TotalMilliseconds, rendered.TotalMilliseconds, clock.Elapsed.TotalMilliseconds));
    }
}
