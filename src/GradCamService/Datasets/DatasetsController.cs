using GradCamService.Configuration;
using GradCamService.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Datasets;

/// <summary>What can be evaluated on.</summary>
[ApiController]
[Authorize(CallerRoles.Explain)]
[Route("v1/datasets")]
[Tags("Datasets")]
public sealed class DatasetsController(ServedDatasets datasets) : ControllerBase
{
    /// <summary>Lists the datasets on the server.</summary>
    /// <remarks>
    /// Those of <c>Datasets:Directories</c>, as they were when the service started. One that cannot be read is listed with the reason; the others are
    /// not touched by it.
    /// </remarks>
    /// <response code="200">The datasets, by name.</response>
    [HttpGet(Name = "ListDatasets")]
    [ProducesResponseType<DatasetListResponse>(StatusCodes.Status200OK)]
    [ProblemAnswers(406, 503)]
    public DatasetListResponse List() => new(datasets.All);
}
