namespace LogOdds.Mpi;

/// <summary>Which program started this process as one of several, as far as it shows in the environment.</summary>
internal enum Launch
{
    /// <summary>None: the process is alone.</summary>
    None,

    /// <summary>mpirun of Open MPI.</summary>
    OpenMpi,

    /// <summary>mpiexec of MPICH or of a library with its interface, or srun --mpi=pmi2.</summary>
    Mpich,

    /// <summary>srun --mpi=pmix, which starts programs of both.</summary>
    Pmix,
}
