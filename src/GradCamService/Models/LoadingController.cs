using System.ComponentModel.DataAnnotations;
using GradCamService.Configuration;
using GradCamService.Explain.Queue;
using GradCamService.Management;
using GradCamService.Problems;
using GradCamService.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Models;

/// <summary>Models that come and go, for administrators.</summary>
[ApiController]
[Authorize(CallerRoles.Admin)]
[Route("v1/models/{model}")]
[Tags("Models")]
[Management]
public sealed class LoadingController(ServedModels models) : ControllerBase
{
    /// <summary>Loads a model from its folder.</summary>
    /// <remarks>
    /// As after its files were replaced, or a folder was added. The model before answers until this one is ready, and goes on where this one cannot be
    /// loaded; requests end with the one that they began with.
    /// </remarks>
    /// <param name="model">The model's name.</param>
    /// <param name="version">The number of its folder; without it, the newest.</param>
    /// <response code="200">It answers.</response>
    [HttpPost("load", Name = "LoadModel")]
    [ProducesResponseType<ModelSummary>(StatusCodes.Status200OK)]
    [ProblemAnswers(404, 406, 422, 503)]
    public async Task<ModelSummary> Load(string model, [FromQuery, MaxLength(100)] string? version)
    {
        QueryFields.Check(ModelState, Request.Query, [FormReader.ModelVersion]);
        // Once begun it is finished, whoever waits for it.
        var loaded = await models.Catalog.LoadAsync(model, version).WaitAsync(HttpContext.RequestAborted)
            ?? throw ModelLookup.NotFound(models.Library, model, version);
        return loaded.IsReady ? ModelResponses.Summary(loaded, models.Library)
            : throw new ModelBrokenException($"The model '{loaded.Name}' cannot be loaded: {loaded.Reason}");
    }

    /// <summary>Takes a model out of memory until it is loaded again.</summary>
    /// <remarks>Requests that have begun are answered; its memory is free when the last of them is.</remarks>
    /// <param name="model">The model's name.</param>
    /// <param name="version">One of its versions; without it, all of them.</param>
    /// <response code="200">The model, which does not answer any more.</response>
    [HttpPost("unload", Name = "UnloadModel")]
    [ProducesResponseType<ModelSummary>(StatusCodes.Status200OK)]
    [ProblemAnswers(404, 406, 422, 503)]
    public async Task<ModelSummary> Unload(string model, [FromQuery, MaxLength(100)] string? version)
    {
        QueryFields.Check(ModelState, Request.Query, [FormReader.ModelVersion]);
        if (!await models.Catalog.UnloadAsync(model, version))
            throw ModelLookup.NotFound(models.Library, model, version);
        return ModelResponses.Summary(models.Library.Entry(model, version), models.Library);
    }
}
