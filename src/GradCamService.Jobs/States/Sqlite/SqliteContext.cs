using Microsoft.EntityFrameworkCore;

namespace GradCamService.Jobs.States.Sqlite;

/// <summary>The tables in a file, for one process.</summary>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : JobsContext(options);
