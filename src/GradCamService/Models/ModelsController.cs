using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GradCamService.Configuration;
using GradCamService.Entrance;
using GradCamService.Explain.Queue;
using GradCamService.Problems;
using GradCamService.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Models;

/// <summary>What is served.</summary>
[ApiController]
[Authorize(CallerRoles.Explain)]
[Route("v1/models")]
[Tags("Models")]
[Tagged]
public sealed class ModelsController : ControllerBase
{
    private readonly ServedModels _models;

    public ModelsController(ServedModels models) => _models = models;

    /// <summary>Lists the models.</summary>
    /// <remarks>A model that could not be loaded is listed with <c>ready: false</c> and the reason; the others run on.</remarks>
    /// <response code="200">The models, by name.</response>
    [HttpGet(Name = "ListModels")]
    [ProducesResponseType<ModelListResponse>(StatusCodes.Status200OK)]
    [ProblemAnswers(406, 503)]
    public ModelListResponse List() => new(_models.Library.Models.Select(entry => ModelResponses.Summary(entry, _models.Library)).ToList());

    /// <summary>Describes a model: its input, layers, licence and source.</summary>
    /// <remarks>And what of it was inferred from its network rather than written down, each with where from.</remarks>
    /// <param name="model">The model's name, as <c>GET /v1/models</c> lists it.</param>
    /// <param name="version">One of its versions; without it, the newest that is ready.</param>
    /// <response code="200">The model.</response>
    [HttpGet("{model}", Name = "GetModel")]
    [ProducesResponseType<ModelResponse>(StatusCodes.Status200OK)]
    [ProblemAnswers(404, 406, 422, 503)]
    public ModelResponse Get(string model, [FromQuery, MaxLength(100)] string? version)
    {
        QueryFields.Check(ModelState, Request.Query, [FormReader.ModelVersion]);
        return ModelResponses.Details(_models.Library.Entry(model, version));
    }

    /// <summary>Searches the concepts that a model can be asked to look for.</summary>
    /// <remarks>Classes by label, synonym, WordNet id or index; groups (WordNet synsets above the classes) have members instead of an index.</remarks>
    /// <param name="model">The model's name.</param>
    /// <param name="query">Words to look for; without it, all concepts from the first.</param>
    /// <param name="limit">Most concepts to list, 1 to 1000.</param>
    /// <param name="version">One of the model's versions; without it, the newest that is ready.</param>
    /// <response code="200">The concepts that were found, best match first.</response>
    [HttpGet("{model}/concepts", Name = "SearchConcepts")]
    [ProducesResponseType<ConceptListResponse>(StatusCodes.Status200OK)]
    [ProblemAnswers(404, 406, 422, 503)]
    public ConceptListResponse Concepts(
        string model, [FromQuery, MaxLength(200)] string? query, [FromQuery, DefaultValue(20), Range(1, 1000)] int limit = 20,
        [FromQuery, MaxLength(100)] string? version = null)
    {
        QueryFields.Check(ModelState, Request.Query, ["query", "limit", FormReader.ModelVersion]);
        return new(_models.Library.Ready(model, version).Concepts.Search(query ?? "", limit).Select(ConceptResponse.Of).ToList());
    }
}
