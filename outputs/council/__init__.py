"""The consolidated report for the Council (Hội đồng Thi đua - Khen thưởng): facts, and their renderers."""
