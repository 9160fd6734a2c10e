using System.Diagnostics;
using GradCamService.Explain.Captions;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Targets;
using GradCamService.Explanations;
using GradCamService.Models;
using GradCamService.Problems;
using GradCamService.Queue;
using GradCamService.Telemetry;
using GradCamService.Texts;
using GradCamService.Uploads;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Predictions;

/// <summary>What the model says.</summary>
[ApiController]
[Route("v1/models/{model}/predictions")]
[Tags("Predictions")]
public sealed class PredictionsController(ServedModels models, InferenceQueue queue, UploadReader uploads, ServiceMetrics metrics) : ControllerBase
{
    private const int DefaultTop = 5;

    /// <summary>Says what the model sees: classes, captions, answers to a question, or the values of actions.</summary>
    /// <param name="model">The model's name, as <c>GET /v1/models</c> lists it.</param>
    /// <param name="request">The form.</param>
    /// <param name="cancellation">Signalled when the caller hangs up.</param>
    /// <response code="200">The best predictions.</response>
    [HttpPost(Name = "Predict")]
    [Consumes("multipart/form-data")]
    [ReadsForm]
    [ProducesResponseType<PredictionListResponse>(StatusCodes.Status200OK)]
    [ProblemAnswers]
    public async Task<PredictionListResponse> Predict(string model, [FromForm] PredictionRequest request, CancellationToken cancellation)
    {
        var loaded = models.Library.Ready(model);
        var errors = RequestFields.Check(ModelState, Request.Form.Keys, FormFields<PredictionRequest>.Names);
        TaskFields.Check(Request.Form.Keys, loaded, errors);
        var question = SentenceReader.Question(request.Question, loaded, errors);
        UploadReader.Check(Request.Form, loaded.Manifest.Input.Frames, errors);
        var fit = FieldNames.Fits.Read("fit", "fit", request.Fit, loaded.Manifest.Input.Spec.Fit, errors);
        errors.ThrowIfAny();

        using var place = queue.Admit();
        var decoding = Stopwatch.GetTimestamp();
        var photo = uploads.Prepare(Request.Form, loaded.Manifest.Input, fit, isDrawnOn: false, cancellation);
        metrics.Stage("decode", loaded.Name, Stopwatch.GetElapsedTime(decoding));

        var key = new BatchKey(loaded, loaded.DefaultLayer.Name, Passes.None);
        var beams = request.Beams ?? CaptionRules.DefaultBeams;
        var item = new ExplainerItem(photo.Values, TargetChoice.None, Text: question?.Ids, Beams: beams);
        var output = (await place.ComputeAsync(key, item, cancellation)).Result.Output;
        return loaded.Captions is null
            ? new PredictionListResponse(PredictionResponse.Best(loaded, output, request.Top ?? DefaultTop), null, question?.UnknownWords)
            : new PredictionListResponse(null, CaptionResponse.Of(output.Captions, loaded.Vocabulary!), null);
    }
}
