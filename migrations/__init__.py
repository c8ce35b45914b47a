# SPDX-License-Identifier: EUPL-1.2
"""Database histories of the cabinet and of the server, over the tables that they share."""
